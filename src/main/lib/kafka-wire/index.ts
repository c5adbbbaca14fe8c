/**
 * A small client for Kafka's protocol: what kafkajs does not offer, such as reading from any place without a group, and
 * the sizes of topics. Logs in and encrypts as kafkajs is told to.
 */
export { describeConfigsApi, type ConfigEntry } from './apis/describe-configs'
export { fetchApi, type AbortedTransaction, type FetchedPartition } from './apis/fetch'
export { listOffsetsApi, offsetTimes, type OffsetsRequest } from './apis/list-offsets'
export { logDirsApi } from './apis/log-dirs'
export type { BrokerAddress, Metadata, PartitionMetadata, TopicMetadata } from './apis/metadata'
export { wireCluster, type WireCluster } from './cluster'
export { checkCode, hasMoved, kafkaErrors, KafkaError, kafkaErrorText } from './errors'
export { WireError } from './fields'
export { batchesOf, headersOf, recordsOf, type RecordBatch, type WireRecord } from './record-batch'
export { wireProblem } from './problem'
