import type { ConnectorSummary } from '../../../shared/contract/connect'
import type { GroupRow } from '../../../shared/contract/groups'
import type { KsqlQuery } from '../../../shared/contract/ksql'
import type { PipelineQuery, PipelineReaders, PipelineReadings, PipelineTopic } from '../../../shared/contract/pipeline'
import { sharedController } from '../../lib/cancellation'
import { transformerGroup, type OwnConsumer } from '../../lib/own-consumer'
import { announcer, watch } from '../../lib/watch'
import type { Groups } from '../groups'
import type { LogEnds } from '../log-ends'
import type { Topics } from '../topics'
import { cityLags } from './city-lags'
import { asked, keepReading, type Reading } from './reading'
import { pipelineTopics } from './topics'

/** Pauses between two questions, and the shortest time between two messages. */
const servicesEveryMs = 3_000
const readersEveryMs = 2_000
const tellEveryMs = 500

/** What is asked of the other parts of the inspector. Null: the profile has no such service. */
export interface PipelineOptions {
  topics: Pick<Topics, 'watch'>
  groups: Pick<Groups, 'look'>
  ends: Pick<LogEnds, 'read'>
  connect: { overview(signal?: AbortSignal): Promise<{ connectors: ConnectorSummary[] }> } | null
  ksql: { overview(signal?: AbortSignal): Promise<{ queries: KsqlQuery[] }> } | null
  own(): readonly OwnConsumer[]
  now(): number
}

/** What the log and the services say of the pipeline. */
export interface PipelineReader {
  watch(signal: AbortSignal): AsyncGenerator<PipelineReadings, void, void>
}

export function createPipelineReader(options: PipelineOptions): PipelineReader {
  const { connect, ksql, topics, now } = options
  return {
    async *watch(signal) {
      const changes = announcer()
      const stop = sharedController()
      const onAbort = () => stop.abort(signal.reason)
      signal.addEventListener('abort', onAbort, { once: true })
      if (signal.aborted) return
      const readings = {
        topics: nothingRead<PipelineTopic[]>(),
        readers: nothingRead<PipelineReaders>(),
        connectors: connect && nothingRead<ConnectorSummary[]>(),
        queries: ksql && nothingRead<PipelineQuery[]>(),
      }
      const keep = <T>(reading: Reading<T> | null, where: string, read: (signal: AbortSignal) => AsyncIterable<T>) => {
        if (reading) void keepReading({ reading, where, read, onChange: changes.announce, signal: stop.signal, now })
      }
      keep(readings.topics, 'Kafka', async function* (until) {
        const found = pipelineTopics()
        for await (const message of topics.watch(until)) {
          found.take(message)
          yield found.list(now())
        }
      })
      keep(readings.readers, 'Kafka', until => asked(readersEveryMs, () => readReaders(options, until), until))
      keep(readings.connectors, 'Kafka Connect', until =>
        asked(servicesEveryMs, async () => (await connect!.overview(until)).connectors, until),
      )
      keep(readings.queries, 'ksqlDB', until =>
        asked(servicesEveryMs, async () => readQueries((await ksql!.overview(until)).queries, options, until), until),
      )
      try {
        yield* watch(changes, () => structuredReadings(readings), { everyMs: tellEveryMs, signal })
      } finally {
        signal.removeEventListener('abort', onAbort)
        stop.abort(new Error('nobody watches'))
      }
    },
  }
}

function nothingRead<T>(): Reading<T> {
  return { value: null, at: null, problem: null }
}

/** As they are now: what is sent must not change while it waits. */
function structuredReadings(readings: PipelineReadings): PipelineReadings {
  return {
    topics: { ...readings.topics },
    readers: { ...readings.readers },
    connectors: readings.connectors && { ...readings.connectors },
    queries: readings.queries && { ...readings.queries },
  }
}

async function readReaders({ groups, ends, own }: PipelineOptions, signal: AbortSignal): Promise<PipelineReaders> {
  const [transformer] = await groups.look(group => group === transformerGroup, signal)
  const city = own().find(({ positions }) => positions !== null)
  return {
    transformer: transformer?.lag ?? null,
    city: city?.positions ? { group: city.groupId, lags: await cityLags(city.positions, ends, signal) } : null,
  }
}

/** The queries with how far the group of each is behind: ksqlDB calls it by its service and the query. */
async function readQueries(
  queries: readonly KsqlQuery[],
  { groups }: PipelineOptions,
  signal: AbortSignal,
): Promise<PipelineQuery[]> {
  const persistent = queries.filter(({ type }) => type === 'PERSISTENT')
  const groupOf = (id: string) => (group: string) => group.endsWith(`query_${id}`)
  const rows: GroupRow[] =
    persistent.length === 0 ? [] : await groups.look(group => persistent.some(({ id }) => groupOf(id)(group)), signal)
  return persistent.map(({ id, state, sinkTopics }) => ({
    id,
    state,
    sinkTopics,
    lag: rows.find(({ group }) => groupOf(id)(group))?.lag ?? null,
  }))
}
