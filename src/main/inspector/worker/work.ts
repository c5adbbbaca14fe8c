import { performance } from 'node:perf_hooks'
import type { GetInput, ReadInput, RecordDetail, RecordPage } from '../../../shared/contract/records'
import type { SearchInput, SearchMessage, TailInput, TailMessage } from '../../../shared/contract/records'
import type { TopicDetail, TopicsMessage } from '../../../shared/contract/topics'
import { wireCluster, wireProblem } from '../../lib/kafka-wire'
import { schemaStore } from '../decode'
import { readRecord } from '../records/detail'
import { readPage } from '../records/page'
import { searchTopic } from '../records/search'
import { tailTopic } from '../records/tail'
import { describeTopic } from '../topics/describe'
import { topicPoller } from '../topics/poller'
import type { WorkerOptions } from './messages'

/** What the worker answers once. */
export interface Calls {
  read(input: ReadInput): Promise<RecordPage>
  get(input: GetInput): Promise<RecordDetail>
  describe(input: { topic: string }): Promise<TopicDetail>
}

/** What the worker goes on answering until the signal aborts. */
export interface Streams {
  tail(input: TailInput, signal: AbortSignal): AsyncGenerator<TailMessage, void, void>
  search(input: SearchInput, signal: AbortSignal): AsyncGenerator<SearchMessage, void, void>
  watchTopics(input: null, signal: AbortSignal): AsyncGenerator<TopicsMessage, void, void>
}

export interface Work {
  calls: Calls
  streams: Streams
  close(): void
}

/** All the reading and decoding of the inspector, over connections that are made when it is first asked. */
export function createWork({ kafka, registry }: WorkerOptions): Work {
  const cluster = wireCluster(kafka)
  const schemas = schemaStore(registry, Date.now)
  const clock = () => performance.now()
  const reading = { cluster, schemas, clock, kafka }
  const poller = topicPoller({ kafka, clock })
  const told = async <T>(doing: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      throw wireProblem(kafka, doing, error)
    }
  }
  const toldEach = async function* <T>(doing: string, source: AsyncGenerator<T, void, void>) {
    try {
      yield* source
    } catch (error) {
      throw wireProblem(kafka, doing, error)
    }
  }
  return {
    calls: {
      read: input => told(`reading ${input.topic}`, () => readPage(reading, input)),
      get: input => told(`reading ${input.topic}`, () => readRecord(reading, input)),
      describe: input => told(`looking at ${input.topic}`, () => describeTopic({ cluster, registry }, input.topic)),
    },
    streams: {
      tail: (input, signal) => toldEach(`reading ${input.topic}`, tailTopic(reading, input, signal)),
      search: (input, signal) => toldEach(`searching ${input.topic}`, searchTopic(reading, input, signal)),
      watchTopics: (_input, signal) => toldEach('listing the topics', poller.watch(signal)),
    },
    close() {
      cluster.close()
      poller.close()
    },
  }
}
