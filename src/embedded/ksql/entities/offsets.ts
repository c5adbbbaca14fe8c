import type { PersistentQuery } from '../plan/catalog'
import { committedOffsets, topicEnds } from '../run/consume'
import { groupOf } from '../run/names'
import type { EntityContext } from './context'

/**
 * How far a query has read its source's topic, by partition. `consumerOffset` is what its group has committed, 0 while
 * that is nothing.
 *
 * @throws Error when the broker does not answer
 */
export async function offsetSummary(
  { id, plan }: PersistentQuery,
  { kafka }: EntityContext['engine'],
): Promise<object> {
  const { topic } = plan.source
  const groupId = groupOf(id)
  const [ends, committed] = await Promise.all([topicEnds(kafka, topic), committedOffsets(kafka, groupId, topic)])
  const offsets = ends.map(({ partition, low, high }) => ({
    partition,
    logStartOffset: Number(low),
    logEndOffset: Number(high),
    consumerOffset: Number(committed.get(partition) ?? 0n),
  }))
  return { groupId, topicSummaries: [{ kafkaTopic: topic, offsets }] }
}
