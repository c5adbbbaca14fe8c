import type { Kafka } from 'kafkajs'
import type { TopicConsumers, TopicDetail, TopicsMessage } from '../../../shared/contract/topics'
import { kafkaProblem, type KafkaConnection } from '../../lib/kafka'
import type { WorkerHost } from '../worker/host'
import { topicConsumers } from './consumers'

/** What the inspector says of topics. */
export interface Topics {
  /** All who watch share one poller, which rests while nobody does. */
  watch(signal: AbortSignal): AsyncGenerator<TopicsMessage, void, void>
  describe(input: { topic: string }, signal?: AbortSignal): Promise<TopicDetail>
  consumers(input: { topic: string }, signal?: AbortSignal): Promise<TopicConsumers>
}

export function createTopics(host: WorkerHost, kafka: Kafka, connection: KafkaConnection): Topics {
  return {
    watch: signal => host.stream('watchTopics', null, signal),
    describe: (input, signal) => host.call('describe', input, signal),
    async consumers(input, signal) {
      const detail = await host.call('describe', input, signal)
      try {
        return await topicConsumers(kafka, detail, signal)
      } catch (error) {
        throw kafkaProblem(connection, 'looking for the groups that read the topic', error)
      }
    },
  }
}
