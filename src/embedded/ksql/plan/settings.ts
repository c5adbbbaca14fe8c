import { errorCodes, StatementError } from './statement-error'

/** A property that a request or SET may give, with its default. */
interface Setting {
  name: string
  value: string
  /** Allowed values, when they are few. */
  oneOf?: string[]
}

/** Prefix of properties that Kafka Streams is given; it may be left out. */
const streamsPrefix = 'ksql.streams.'

const settings: Setting[] = [
  { name: 'ksql.streams.auto.offset.reset', value: 'latest', oneOf: ['earliest', 'latest'] },
  { name: 'ksql.streams.cache.max.bytes.buffering', value: '0' },
  { name: 'ksql.streams.statestore.cache.max.bytes', value: '0' },
  { name: 'ksql.streams.commit.interval.ms', value: '2000' },
  { name: 'ksql.streams.num.stream.threads', value: '1' },
  { name: 'ksql.streams.processing.guarantee', value: 'at_least_once' },
  { name: 'ksql.streams.max.task.idle.ms', value: '0' },
  { name: 'ksql.streams.num.standby.replicas', value: '0' },
  { name: 'ksql.streams.replication.factor', value: '1' },
  { name: 'ksql.streams.topology.optimization', value: 'all' },
  { name: 'ksql.service.id', value: 'default_' },
  { name: 'ksql.fail.on.deserialization.error', value: 'false' },
  { name: 'ksql.query.pull.table.scan.enabled', value: 'true', oneOf: ['true', 'false'] },
  { name: 'ksql.functions.collect_list.limit', value: '1000' },
  { name: 'ksql.functions.collect_set.limit', value: '1000' },
  { name: 'ksql.sink.partitions', value: '4' },
  { name: 'ksql.sink.replicas', value: '1' },
  { name: 'ksql.timestamp.throw.on.invalid', value: 'false' },
  { name: 'ksql.persistence.wrap.single.values', value: '' },
  { name: 'ksql.persistence.default.format.key', value: 'KAFKA' },
  { name: 'ksql.persistence.default.format.value', value: '' },
]

/** Clients of Kafka Streams take any property behind these. */
const openPrefixes = ['consumer.', 'producer.', 'main.consumer.', 'restore.consumer.', 'admin.', 'topic.']

/** The full name of a property, with its prefix; null when there is none of that name. */
export function settingNamed(name: string): string | null {
  const full = settings.find(setting => setting.name === name || setting.name === streamsPrefix + name)
  if (full) return full.name
  const short = name.startsWith(streamsPrefix) ? name.slice(streamsPrefix.length) : name
  return openPrefixes.some(prefix => short.startsWith(prefix)) ? streamsPrefix + short : null
}

/** @throws StatementError when a name or a value is not valid */
export function checkSetting(name: string, value: string): { name: string; value: string } {
  const full = settingNamed(name)
  if (full === null) throw new StatementError(`Unrecognizable property: ${name}`, errorCodes.badRequest)
  const setting = settings.find(setting => setting.name === full)
  const given = setting?.oneOf ? value.toLowerCase() : value
  if (setting?.oneOf && !setting.oneOf.includes(given)) {
    throw new StatementError(
      `Invalid value ${value} for configuration ${name}: String must be one of: ${setting.oneOf.join(', ')}`,
      errorCodes.badRequest,
    )
  }
  return { name: full, value: given }
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
  const others = Object.keys(properties).filter(name => !settings.some(setting => setting.name === name))
  return [...settings.map(({ name }) => name), ...others].map(name => ({
    name,
    value: properties[name] ?? settings.find(setting => setting.name === name)?.value ?? '',
    isOverwritten: properties[name] !== undefined,
  }))
}

/** Where queries begin to read. */
export function offsetReset(properties: Record<string, string>): 'earliest' | 'latest' {
  return properties['ksql.streams.auto.offset.reset'] === 'earliest' ? 'earliest' : 'latest'
}
