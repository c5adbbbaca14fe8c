import {
  describeConfigsApi,
  listOffsetsApi,
  logDirsApi,
  offsetTimes,
  type OffsetsRequest,
  type WireCluster,
} from '../../lib/kafka-wire'
import { fromMetadata, type TopicFigures } from './figures'

/** Topics whose configs are asked for in one request. */
const configsAtOnce = 500

/** Looks at all topics: which there are, and how they are kept. Answers those that are gone. */
export async function learnTopics(cluster: WireCluster, topics: Map<string, TopicFigures>): Promise<string[]> {
  const { topics: found } = await cluster.metadata(null)
  const there = new Set<string>()
  for (const metadata of found) {
    there.add(metadata.name)
    topics.set(metadata.name, fromMetadata(metadata, topics.get(metadata.name)))
  }
  const gone = [...topics.keys()].filter(name => !there.has(name))
  for (const name of gone) topics.delete(name)
  return gone
}

/** Asks for the beginnings or ends of topics. A partition that does not answer keeps what was known. */
export async function learnOffsets(
  cluster: WireCluster,
  topics: readonly TopicFigures[],
  which: 'earliest' | 'latest',
): Promise<void> {
  const byLeader = new Map<number, OffsetsRequest['topics']>()
  const time = offsetTimes[which]
  for (const { name, partitions } of topics) {
    const led = new Map<number, { partition: number; time: bigint }[]>()
    for (const [partition, { leader }] of partitions) {
      if (leader < 0) continue
      const others = led.get(leader)
      if (others) others.push({ partition, time })
      else led.set(leader, [{ partition, time }])
    }
    for (const [leader, asked] of led) {
      const requested = byLeader.get(leader) ?? []
      requested.push({ topic: name, partitions: asked })
      byLeader.set(leader, requested)
    }
  }
  const byName = new Map(topics.map(topic => [topic.name, topic]))
  await Promise.all(
    [...byLeader].map(async ([leader, asked]) => {
      const answer = await cluster.ask(leader, listOffsetsApi, { committedOnly: false, topics: asked })
      for (const { topic, partitions } of answer.topics) {
        for (const { partition, error, offset } of partitions) {
          const figures = byName.get(topic)?.partitions.get(partition)
          if (figures && error === 0) figures[which] = offset
        }
      }
    }),
  )
}

/** Asks every broker for what lies on its disks, and adds up what it leads. False: the cluster does not say. */
export async function learnSizes(cluster: WireCluster, topics: Map<string, TopicFigures>): Promise<boolean> {
  const bytes = new Map<string, number>()
  const answers = await Promise.all(
    cluster.brokers().map(async ({ id }) => ({ id, answer: await cluster.ask(id, logDirsApi, { topics: null }) })),
  )
  const dirs = answers.flatMap(({ id, answer }) => answer.dirs.map(dir => ({ id, ...dir })))
  if (dirs.length === 0 || dirs.every(({ error }) => error !== 0)) return false
  for (const { id, topics: found } of dirs) {
    for (const { topic, partitions } of found) {
      const figures = topics.get(topic)
      const led = partitions.filter(
        ({ partition, isFuture }) => !isFuture && figures?.partitions.get(partition)?.leader === id,
      )
      const sum = led.reduce((total, partition) => total + Number(partition.bytes), 0)
      bytes.set(topic, (bytes.get(topic) ?? 0) + sum)
    }
  }
  for (const [name, figures] of topics) figures.bytes = bytes.get(name) ?? null
  return true
}

/** Asks which of the topics are compacted: their records are at most as many as their offsets. */
export async function learnCompaction(
  cluster: WireCluster,
  topics: readonly TopicFigures[],
  at: number,
): Promise<void> {
  const asked = topics.slice(0, configsAtOnce)
  if (asked.length === 0) return
  const names = asked.map(({ name }) => name)
  const answers = await cluster.ask(null, describeConfigsApi, { topics: names, names: ['cleanup.policy'] })
  const policies = new Map(answers.map(({ topic, configs }) => [topic, configs[0]?.value ?? '']))
  for (const figures of asked) {
    figures.configsAt = at
    figures.isCompacted = policies.get(figures.name)?.includes('compact') ?? false
  }
}
