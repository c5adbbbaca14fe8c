import type { TopicConsumers, TopicDetail, TopicsMessage } from '../../../shared/contract/topics'

/** What the inspector says of topics. */
export interface Topics {
  watch(signal: AbortSignal): AsyncGenerator<TopicsMessage, void, void>
  describe(input: { topic: string }, signal?: AbortSignal): Promise<TopicDetail>
  consumers(input: { topic: string }, signal?: AbortSignal): Promise<TopicConsumers>
}
