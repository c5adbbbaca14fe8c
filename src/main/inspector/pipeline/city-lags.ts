import { pipelineTopicIds, type PipelineReaders, type PipelineTopicId } from '../../../shared/contract/pipeline'
import type { LogEnds } from '../log-ends'
import { pipelineTopicOf } from './topics'

type CityLags = NonNullable<PipelineReaders['city']>['lags']

/** How far a reader that keeps its own positions is behind the ends, by the pipeline's topics. */
export async function cityLags(
  positions: ReadonlyMap<string, bigint>,
  ends: Pick<LogEnds, 'read'>,
  signal: AbortSignal,
): Promise<CityLags> {
  // Read before the ends are: what comes in between is lag, and nothing is ever read ahead of the end.
  const read = [...positions].map(([key, offset]) => {
    const slash = key.lastIndexOf('/')
    return { topic: key.slice(0, slash), partition: Number(key.slice(slash + 1)), offset }
  })
  const logs = await ends.read(
    read.map(({ topic }) => topic),
    signal,
  )
  const lags = new Map<PipelineTopicId, number>()
  for (const { topic, partition, offset } of read) {
    const id = pipelineTopicOf(topic)
    const end = logs.get(topic)?.find(log => log.partition === partition)?.end
    if (id === null || end === undefined) continue
    lags.set(id, (lags.get(id) ?? 0) + (end > offset ? Number(end - offset) : 0))
  }
  return pipelineTopicIds.flatMap(topic => (lags.has(topic) ? [{ topic, records: lags.get(topic)! }] : []))
}
