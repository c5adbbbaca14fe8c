import type { Kafka } from 'kafkajs'
import type { TopicConsumer, TopicConsumers, TopicDetail } from '../../../shared/contract/topics'
import { forEachLimited } from '../../lib/cancellation'
import { withAdmin } from '../../lib/kafka'

/** Groups that are looked at, and at one time. */
const groupsMax = 300
const groupsAtOnce = 8

/** The groups with committed offsets on a topic, the one with the largest lag first. */
export function topicConsumers(
  kafka: Kafka,
  { name, partitions }: Pick<TopicDetail, 'name' | 'partitions'>,
  signal?: AbortSignal,
): Promise<TopicConsumers> {
  const ends = new Map(partitions.map(({ partition, latest }) => [partition, BigInt(latest ?? 0)]))
  return withAdmin(kafka, async admin => {
    const { groups } = await admin.listGroups()
    const ids = groups.map(({ groupId }) => groupId).sort()
    const looked = ids.slice(0, groupsMax)
    const consumers: TopicConsumer[] = []
    await forEachLimited(looked, groupsAtOnce, async group => {
      signal?.throwIfAborted()
      const [offsets] = await admin.fetchOffsets({ groupId: group, topics: [name] })
      const committed = (offsets?.partitions ?? []).filter(({ offset }) => Number(offset) >= 0)
      if (committed.length > 0) consumers.push(consumerOf(group, committed, ends))
    })
    const states = await statesOf(admin, consumers)
    for (const consumer of consumers) consumer.state = states.get(consumer.group) ?? null
    consumers.sort((a, b) => b.lag - a.lag || (a.group < b.group ? -1 : 1))
    return { consumers, looked: looked.length, groups: ids.length }
  })
}

function consumerOf(
  group: string,
  committed: { partition: number; offset: string }[],
  ends: Map<number, bigint>,
): TopicConsumer {
  const partitions = committed
    .map(({ partition, offset }) => {
      const lag = (ends.get(partition) ?? 0n) - BigInt(offset)
      return { partition, committed: offset, lag: lag > 0n ? Number(lag) : 0 }
    })
    .sort((a, b) => a.partition - b.partition)
  return { group, state: null, lag: partitions.reduce((sum, { lag }) => sum + lag, 0), partitions }
}

async function statesOf(
  admin: { describeGroups(ids: string[]): Promise<{ groups: { groupId: string; state: string }[] }> },
  consumers: readonly TopicConsumer[],
): Promise<Map<string, string>> {
  if (consumers.length === 0) return new Map()
  // A state that cannot be had is shown as unknown; the offsets are there all the same.
  const described = await admin.describeGroups(consumers.map(({ group }) => group)).catch(() => null)
  return new Map(described?.groups.map(({ groupId, state }) => [groupId, state]))
}
