import { errorCodes, notSupported, StatementError } from './statement-error'

/** A property that a request or SET may give, with its default. */
interface Setting {
  name: string
  value: string
  /** Allowed values, when they are few. */
  oneOf?: string[]
  /** Values that ksqlDB would take and that are refused here by name. */
  notYet?: string[]
  /** Bounds of a whole number. */
  whole?: { min: number; max: number }
}

/** Prefix of properties that Kafka Streams is given; it may be left out. */
const streamsPrefix = 'ksql.streams.'

/** Values that COLLECT_LIST and COLLECT_SET may be told to keep: a group's state is one record of the changelog. */
export const collectedMax = 10_000

/** Partitions that a setting may ask for. */
const partitionsMax = 10_000

const anyWhole = { min: 0, max: Number.MAX_SAFE_INTEGER }
const flags = ['true', 'false']
const formats = ['', 'AVRO', 'DELIMITED', 'JSON', 'KAFKA', 'NONE']
const noFormats = ['JSON_SR', 'PROTOBUF', 'PROTOBUF_NOSR']

/**
 * Every property, and what becomes of it. Of those of Kafka Streams that are taken, only auto.offset.reset changes what
 * comes out: caches and commit intervals only allow results to be left out or to come later, and none is; threads, standby
 * replicas, idle times and optimizations are about work that one server with single sources does not have.
 */
const settings: Setting[] = [
  { name: 'ksql.streams.auto.offset.reset', value: 'latest', oneOf: ['earliest', 'latest'] },
  { name: 'ksql.streams.cache.max.bytes.buffering', value: '0', whole: anyWhole },
  { name: 'ksql.streams.statestore.cache.max.bytes', value: '0', whole: anyWhole },
  { name: 'ksql.streams.commit.interval.ms', value: '2000', whole: anyWhole },
  { name: 'ksql.streams.num.stream.threads', value: '1', whole: { min: 1, max: 1_000 } },
  {
    name: 'ksql.streams.processing.guarantee',
    value: 'at_least_once',
    oneOf: ['at_least_once'],
    notYet: ['exactly_once', 'exactly_once_beta', 'exactly_once_v2'],
  },
  { name: 'ksql.streams.max.task.idle.ms', value: '0', whole: { min: -1, max: Number.MAX_SAFE_INTEGER } },
  { name: 'ksql.streams.num.standby.replicas', value: '0', whole: { min: 0, max: 100 } },
  { name: 'ksql.streams.replication.factor', value: '1', oneOf: ['1', '-1'] },
  { name: 'ksql.streams.topology.optimization', value: 'all', oneOf: ['all', 'none'] },
  { name: 'ksql.service.id', value: 'default_', oneOf: ['default_'] },
  { name: 'ksql.fail.on.deserialization.error', value: 'false', oneOf: ['false'], notYet: ['true'] },
  { name: 'ksql.query.pull.table.scan.enabled', value: 'true', oneOf: flags },
  { name: 'ksql.functions.collect_list.limit', value: '1000', whole: { min: 0, max: collectedMax } },
  { name: 'ksql.functions.collect_set.limit', value: '1000', whole: { min: 0, max: collectedMax } },
  { name: 'ksql.sink.partitions', value: '', whole: { min: 1, max: partitionsMax } },
  { name: 'ksql.sink.replicas', value: '', whole: { min: 1, max: 32_767 } },
  { name: 'ksql.timestamp.throw.on.invalid', value: 'false', oneOf: ['false'], notYet: ['true'] },
  { name: 'ksql.persistence.wrap.single.values', value: '', oneOf: ['', ...flags] },
  { name: 'ksql.persistence.default.format.key', value: 'KAFKA', oneOf: formats, notYet: noFormats },
  { name: 'ksql.persistence.default.format.value', value: '', oneOf: formats, notYet: noFormats },
]

/** Other names of a setting: of the clients that Kafka Streams has, only one reads from where it is told. */
const synonyms = new Map(
  ['consumer.auto.offset.reset', 'main.consumer.auto.offset.reset'].map(name => [name, 'auto.offset.reset']),
)

/** Clients of Kafka Streams take any property behind these; the clients here are others. */
const clientPrefixes = ['consumer.', 'producer.', 'main.consumer.', 'restore.consumer.', 'global.consumer.', 'admin.']
const otherPrefixes = [...clientPrefixes, 'topic.']

function shortName(name: string): string {
  return name.startsWith(streamsPrefix) ? name.slice(streamsPrefix.length) : name
}

/** The full name of a property, with its prefix; null when there is none of that name. */
export function settingNamed(name: string): string | null {
  return settingOf(name)?.name ?? null
}

function settingOf(name: string): Setting | undefined {
  const known = synonyms.get(shortName(name)) ?? name
  return settings.find(setting => setting.name === known || setting.name === streamsPrefix + known)
}

/** @throws StatementError with 40000 when a name or a value is not valid, or is one that is not done */
export function checkSetting(name: string, value: string): { name: string; value: string } {
  const setting = settingOf(name)
  if (!setting) {
    if (otherPrefixes.some(prefix => shortName(name).startsWith(prefix))) {
      throw notSupported(`The property ${name}`, errorCodes.badRequest)
    }
    throw new StatementError(`Unrecognizable property: ${name}`, errorCodes.badRequest)
  }
  return { name: setting.name, value: checkedValue(setting, name, value) }
}

function checkedValue({ oneOf, notYet, whole }: Setting, name: string, value: string): string {
  const invalid = (reason: string) =>
    new StatementError(`Invalid value ${value} for configuration ${name}: ${reason}`, errorCodes.badRequest)
  const same = (other: string) => other.toLowerCase() === value.toLowerCase()
  if (notYet?.some(same)) throw notSupported(`${name}=${value}`, errorCodes.badRequest)
  if (oneOf) {
    const found = oneOf.find(same)
    if (found === undefined) throw invalid(`String must be one of: ${oneOf.filter(Boolean).join(', ')}`)
    return found
  }
  if (whole) {
    const number = Number(value)
    if (value.trim() === '' || !Number.isSafeInteger(number)) throw invalid('Not a number of type INT')
    if (number < whole.min) throw invalid(`Value must be at least ${whole.min}`)
    if (number > whole.max) throw invalid(`Value must be no more than ${whole.max}`)
    return String(number)
  }
  return value
}

/** @throws StatementError when the properties of a request are not valid */
export function checkSettings(properties: Record<string, unknown>): Record<string, string> {
  const entries = Object.entries(properties).map(([name, value]) => checkSetting(name, String(value)))
  return Object.fromEntries(entries.map(({ name, value }) => [name, value]))
}

/** All settings with the values that are in force. */
export function allSettings(
  properties: Record<string, string>,
): { name: string; value: string; isOverwritten: boolean }[] {
  return settings.map(({ name, value }) => ({
    name,
    value: properties[name] ?? value,
    isOverwritten: properties[name] !== undefined,
  }))
}

type Properties = Record<string, string>

/** Where queries begin to read. */
export function offsetReset(properties: Properties): 'earliest' | 'latest' {
  return properties['ksql.streams.auto.offset.reset'] === 'earliest' ? 'earliest' : 'latest'
}

/** Whether a pull query may look at all rows of a table. */
export function allowsTableScan(properties: Properties): boolean {
  return properties['ksql.query.pull.table.scan.enabled'] !== 'false'
}

/** How many values COLLECT_LIST and COLLECT_SET keep. */
export function collectLimits(properties: Properties): { list: number; set: number } {
  return {
    list: Number(properties['ksql.functions.collect_list.limit'] ?? 1_000),
    set: Number(properties['ksql.functions.collect_set.limit'] ?? 1_000),
  }
}

/** Partitions and replicas of new sinks; null: those of the source. */
export function sinkDefaults(properties: Properties): { partitions: number | null; replicas: number | null } {
  const whole = (name: string) => (properties[name] === undefined ? null : Number(properties[name]))
  return { partitions: whole('ksql.sink.partitions'), replicas: whole('ksql.sink.replicas') }
}

/** What WITH leaves open: formats of a new source, empty when there is none, and how a single value column stands. */
export function persistenceDefaults(properties: Properties): {
  keyFormat: string
  valueFormat: string
  wrapsSingle: boolean | null
} {
  const wraps = properties['ksql.persistence.wrap.single.values'] ?? ''
  return {
    keyFormat: properties['ksql.persistence.default.format.key'] ?? '',
    valueFormat: properties['ksql.persistence.default.format.value'] ?? '',
    wrapsSingle: wraps === '' ? null : wraps === 'true',
  }
}
