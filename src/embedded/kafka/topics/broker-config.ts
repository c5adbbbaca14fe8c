import type { ConfigType } from './configs'

/** Settings of the broker as a whole. Those that are not given have Kafka's default, but for the rebalance delay. */
export interface BrokerConfig {
  autoCreateTopics: boolean
  numPartitions: number
  /** How often retention looks for segments to delete. */
  retentionCheckIntervalMs: number
  /** How often the cleaner looks for partitions to compact. */
  cleanerBackoffMs: number
  groupInitialRebalanceDelayMs: number
  groupMinSessionTimeoutMs: number
  groupMaxSessionTimeoutMs: number
  groupMaxSize: number
  offsetsRetentionMinutes: number
  offsetsTopicPartitions: number
  offsetMetadataBytesMax: number
  transactionMaxTimeoutMs: number
  /** How long a transactional id is remembered that nobody uses. */
  transactionalIdExpirationMs: number
  transactionTopicPartitions: number
  producerIdExpirationMs: number
  fetchSessionsMax: number
  connectionsMax: number
  /** Newest bytes kept in memory for readers, of all partitions together. */
  tailBytesMax: number
}

export const brokerDefaults: BrokerConfig = {
  autoCreateTopics: true,
  numPartitions: 1,
  retentionCheckIntervalMs: 300_000,
  cleanerBackoffMs: 15_000,
  groupInitialRebalanceDelayMs: 0,
  groupMinSessionTimeoutMs: 6_000,
  groupMaxSessionTimeoutMs: 1_800_000,
  groupMaxSize: 2 ** 31 - 1,
  offsetsRetentionMinutes: 10_080,
  offsetsTopicPartitions: 50,
  offsetMetadataBytesMax: 4096,
  transactionMaxTimeoutMs: 900_000,
  transactionalIdExpirationMs: 604_800_000,
  transactionTopicPartitions: 50,
  producerIdExpirationMs: 86_400_000,
  fetchSessionsMax: 1000,
  connectionsMax: 2000,
  tailBytesMax: 32 * 1024 * 1024,
}

export interface BrokerConfigRow {
  name: string
  type: ConfigType
  value(config: BrokerConfig): string
}

const row = (name: string, type: ConfigType, value: (config: BrokerConfig) => unknown): BrokerConfigRow => ({
  name,
  type,
  value: config => String(value(config)),
})

/** What DescribeConfigs says of the broker; the topic defaults follow under their own broker names. */
export const brokerConfigRows: readonly BrokerConfigRow[] = [
  row('auto.create.topics.enable', 'boolean', config => config.autoCreateTopics),
  row('broker.id', 'int', () => 1),
  row('default.replication.factor', 'int', () => 1),
  row('delete.topic.enable', 'boolean', () => true),
  row('fetch.max.bytes', 'int', () => 57_671_680),
  row('group.initial.rebalance.delay.ms', 'int', config => config.groupInitialRebalanceDelayMs),
  row('group.max.session.timeout.ms', 'int', config => config.groupMaxSessionTimeoutMs),
  row('group.max.size', 'int', config => config.groupMaxSize),
  row('group.min.session.timeout.ms', 'int', config => config.groupMinSessionTimeoutMs),
  row('log.cleaner.backoff.ms', 'long', config => config.cleanerBackoffMs),
  row('log.cleaner.enable', 'boolean', () => true),
  row('log.retention.check.interval.ms', 'long', config => config.retentionCheckIntervalMs),
  row('max.connections', 'int', config => config.connectionsMax),
  row('max.incremental.fetch.session.cache.slots', 'int', config => config.fetchSessionsMax),
  row('node.id', 'int', () => 1),
  row('num.partitions', 'int', config => config.numPartitions),
  row('offset.metadata.max.bytes', 'int', config => config.offsetMetadataBytesMax),
  row('offsets.retention.minutes', 'int', config => config.offsetsRetentionMinutes),
  row('offsets.topic.num.partitions', 'int', config => config.offsetsTopicPartitions),
  row('producer.id.expiration.ms', 'int', config => config.producerIdExpirationMs),
  row('socket.request.max.bytes', 'int', () => 104_857_600),
  row('transaction.max.timeout.ms', 'int', config => config.transactionMaxTimeoutMs),
  row('transaction.state.log.num.partitions', 'int', config => config.transactionTopicPartitions),
  row('transactional.id.expiration.ms', 'int', config => config.transactionalIdExpirationMs),
]
