/** Every topic config that we know, once: type, default, what is allowed, and the broker config that it stands under. */
export type ConfigType = 'boolean' | 'string' | 'int' | 'long' | 'double' | 'list'

export interface ConfigDefinition {
  type: ConfigType
  default: string
  /** The broker's config of the same meaning, which DescribeConfigs names as a synonym. */
  brokerName: string
  /** Least and most of a number. */
  range?: readonly [least: number, most: number]
  /** All that a string, or an entry of a list, may be. */
  oneOf?: readonly string[]
  documentation: string
}

const longMax = Number(2n ** 63n - 1n)
const longMaxText = String(2n ** 63n - 1n)
const intMax = 2 ** 31 - 1
const codecNames = ['uncompressed', 'zstd', 'lz4', 'snappy', 'gzip', 'producer'] as const

export const topicConfigs: Readonly<{ [name: string]: ConfigDefinition }> = {
  'cleanup.policy': {
    type: 'list',
    default: 'delete',
    brokerName: 'log.cleanup.policy',
    oneOf: ['compact', 'delete'],
    documentation: 'Whether old segments are deleted, compacted by key, or both.',
  },
  'compression.type': {
    type: 'string',
    default: 'producer',
    brokerName: 'compression.type',
    oneOf: codecNames,
    documentation: 'The codec of stored batches; `producer` keeps what was sent.',
  },
  'delete.retention.ms': {
    type: 'long',
    default: '86400000',
    brokerName: 'log.cleaner.delete.retention.ms',
    range: [0, longMax],
    documentation: 'How long a tombstone stays after compaction.',
  },
  'file.delete.delay.ms': {
    type: 'long',
    default: '60000',
    brokerName: 'log.segment.delete.delay.ms',
    range: [0, longMax],
    documentation: 'Accepted and reported; files are removed at once.',
  },
  'flush.messages': {
    type: 'long',
    default: longMaxText,
    brokerName: 'log.flush.interval.messages',
    range: [1, longMax],
    documentation: 'Accepted and reported; the operating system decides when to flush.',
  },
  'flush.ms': {
    type: 'long',
    default: longMaxText,
    brokerName: 'log.flush.interval.ms',
    range: [0, longMax],
    documentation: 'Accepted and reported; the operating system decides when to flush.',
  },
  'index.interval.bytes': {
    type: 'int',
    default: '4096',
    brokerName: 'log.index.interval.bytes',
    range: [0, intMax],
    documentation: 'Accepted and reported; the index has its own interval.',
  },
  'max.compaction.lag.ms': {
    type: 'long',
    default: longMaxText,
    brokerName: 'log.cleaner.max.compaction.lag.ms',
    range: [1, longMax],
    documentation: 'The longest time that a record stays out of reach of compaction.',
  },
  'max.message.bytes': {
    type: 'int',
    default: '1048588',
    brokerName: 'message.max.bytes',
    range: [0, intMax],
    documentation: 'The largest batch, as it is on the wire.',
  },
  'message.timestamp.after.max.ms': {
    type: 'long',
    default: '3600000',
    brokerName: 'log.message.timestamp.after.max.ms',
    range: [0, longMax],
    documentation: 'How far ahead of the clock of the broker a timestamp may be.',
  },
  'message.timestamp.before.max.ms': {
    type: 'long',
    default: longMaxText,
    brokerName: 'log.message.timestamp.before.max.ms',
    range: [0, longMax],
    documentation: 'How far behind the clock of the broker a timestamp may be.',
  },
  'message.timestamp.type': {
    type: 'string',
    default: 'CreateTime',
    brokerName: 'log.message.timestamp.type',
    oneOf: ['CreateTime', 'LogAppendTime'],
    documentation: 'Whose time a record carries: that of its producer or that of the broker.',
  },
  'min.cleanable.dirty.ratio': {
    type: 'double',
    default: '0.5',
    brokerName: 'log.cleaner.min.cleanable.ratio',
    range: [0, 1],
    documentation: 'The share of bytes that no compaction has seen, from which on one is made.',
  },
  'min.compaction.lag.ms': {
    type: 'long',
    default: '0',
    brokerName: 'log.cleaner.min.compaction.lag.ms',
    range: [0, longMax],
    documentation: 'How long a record stays out of reach of compaction.',
  },
  'min.insync.replicas': {
    type: 'int',
    default: '1',
    brokerName: 'min.insync.replicas',
    range: [1, intMax],
    documentation: 'Replicas that acks=all waits for; there is one, so more make such writes fail.',
  },
  preallocate: {
    type: 'boolean',
    default: 'false',
    brokerName: 'log.preallocate',
    documentation: 'Accepted and reported; files grow as they are written.',
  },
  'retention.bytes': {
    type: 'long',
    default: '-1',
    brokerName: 'log.retention.bytes',
    range: [-1, longMax],
    documentation: 'The size from which on the oldest segments of a partition are deleted; -1 for none.',
  },
  'retention.ms': {
    type: 'long',
    default: '604800000',
    brokerName: 'log.retention.ms',
    range: [-1, longMax],
    documentation: 'The age from which on segments are deleted; -1 for none.',
  },
  'segment.bytes': {
    type: 'int',
    default: '1073741824',
    brokerName: 'log.segment.bytes',
    range: [14, intMax],
    documentation: 'The size from which on a new segment is begun.',
  },
  'segment.index.bytes': {
    type: 'int',
    default: '10485760',
    brokerName: 'log.index.size.max.bytes',
    range: [4, intMax],
    documentation: 'Accepted and reported; indexes grow as needed.',
  },
  'segment.jitter.ms': {
    type: 'long',
    default: '0',
    brokerName: 'log.roll.jitter.ms',
    range: [0, longMax],
    documentation: 'Accepted and reported; segments are not rolled together.',
  },
  'segment.ms': {
    type: 'long',
    default: '604800000',
    brokerName: 'log.roll.ms',
    range: [1, longMax],
    documentation: 'The age from which on a new segment is begun.',
  },
  'unclean.leader.election.enable': {
    type: 'boolean',
    default: 'false',
    brokerName: 'unclean.leader.election.enable',
    documentation: 'Accepted and reported; there is one replica.',
  },
}

/** What is wrong with a value, in words for the client's user, or null. */
export function configFault(name: string, value: string | null, definition = topicConfigs[name]): string | null {
  if (!definition) return `Unknown topic config name: ${name}`
  if (value === null) return `Null value not supported for topic configs: ${name}`
  const invalid = (reason: string) => `Invalid value ${value} for configuration ${name}: ${reason}`
  const { type, range, oneOf } = definition
  if (type === 'boolean')
    return /^(true|false)$/i.test(value) ? null : invalid('Expected value to be either true or false')
  if (type === 'string') {
    return !oneOf || oneOf.includes(value) ? null : invalid(`String must be one of: ${oneOf.join(', ')}`)
  }
  if (type === 'list') {
    const wrong = listOf(value).find(entry => oneOf && !oneOf.includes(entry))
    return wrong === undefined ? null : invalid(`String must be one of: ${oneOf!.join(', ')}`)
  }
  return numberFault(value, type, range, invalid)
}

function numberFault(
  value: string,
  type: 'int' | 'long' | 'double',
  range: readonly [number, number] | undefined,
  invalid: (reason: string) => string,
): string | null {
  const pattern = type === 'double' ? /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/ : /^[+-]?\d+$/
  if (!pattern.test(value.trim())) return invalid(`Not a number of type ${type.toUpperCase()}`)
  const number = Number(value)
  const [least, most] = range ?? [-Infinity, Infinity]
  if (number < least) return invalid(`Value must be at least ${least}`)
  if (number > most) return invalid(`Value must be no more than ${most}`)
  return null
}

export function listOf(value: string): string[] {
  return value
    .split(',')
    .map(entry => entry.trim())
    .filter(entry => entry !== '')
}
