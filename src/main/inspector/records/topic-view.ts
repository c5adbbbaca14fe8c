import { delay } from '../../lib/cancellation'
import {
  hasMoved,
  kafkaErrors,
  kafkaErrorText,
  listOffsetsApi,
  offsetTimes,
  type TopicMetadata,
  type WireCluster,
} from '../../lib/kafka-wire'
import { ProblemError } from '../../lib/problem'

/** A topic that is being made, or whose leaders move, is asked for again so often and so long after. */
const attemptsMax = 4
const attemptEveryMs = 150

export interface PartitionView {
  partition: number
  /** Null: none leads it. */
  leader: number | null
  /** The first offset there is, and the end. */
  earliest: bigint
  latest: bigint
  /** Why it cannot be read; null when it can. */
  reason: string | null
}

/** A topic's partitions, where they are led, begin and end. */
export interface TopicView {
  topic: string
  committedOnly: boolean
  /** In the order of their numbers. */
  partitions: PartitionView[]
}

export interface ViewRequest {
  topic: string
  /** Null: all. */
  partitions: readonly number[] | null
  committedOnly: boolean
}

/**
 * Looks at a topic. A partition that cannot be read has a reason; the others can.
 *
 * @throws ProblemError topic-unknown, topic-forbidden, partition-unknown
 */
export async function viewTopic(cluster: WireCluster, request: ViewRequest): Promise<TopicView> {
  const { topic, committedOnly } = request
  for (let attempt = 1; ; attempt++) {
    const partitions = chosen(request, await leadersOf(cluster, topic))
    const moved = await askEnds(cluster, { topic, committedOnly, partitions })
    if (!moved || attempt >= attemptsMax) return { topic, committedOnly, partitions }
    await delay(attemptEveryMs)
  }
}

/** A topic's metadata. */
export async function topicMetadata(cluster: WireCluster, topic: string): Promise<TopicMetadata> {
  const found = (await cluster.metadata([topic])).topics[0]
  if (!found || found.error === kafkaErrors.unknownTopic) throw new ProblemError(unknownTopic(topic))
  // Without a leader for some partition the others can still be read.
  if (found.error !== 0 && found.partitions.length === 0) throw new ProblemError(refusedTopic(topic, found.error))
  return found
}

async function leadersOf(cluster: WireCluster, topic: string): Promise<PartitionView[]> {
  const { partitions } = await topicMetadata(cluster, topic)
  return partitions
    .map(({ partition, leader }) => ({
      partition,
      leader: leader < 0 ? null : leader,
      earliest: 0n,
      latest: 0n,
      reason: leader < 0 ? 'No broker leads this partition at the moment' : null,
    }))
    .sort((a, b) => a.partition - b.partition)
}

function chosen({ topic, partitions }: ViewRequest, all: PartitionView[]): PartitionView[] {
  if (partitions === null) return all
  const wanted = new Set(partitions)
  const found = all.filter(({ partition }) => wanted.delete(partition))
  const [missing] = wanted
  if (missing !== undefined) throw new ProblemError(unknownPartition(topic, missing, all.length))
  return found
}

/** Fills in beginnings and ends. True: a leader has moved meanwhile, so that asking again helps. */
async function askEnds(cluster: WireCluster, view: TopicView): Promise<boolean> {
  const ends = await Promise.all([
    offsetsAt(cluster, view, offsetTimes.earliest),
    offsetsAt(cluster, view, offsetTimes.latest),
  ])
  let moved = false
  for (const partition of view.partitions) {
    if (partition.leader === null) continue
    const [earliest, latest] = ends.map(answers => answers.get(partition.partition))
    const error = earliest?.error || latest?.error
    if (earliest && latest && !error) {
      partition.earliest = earliest.offset
      partition.latest = latest.offset < earliest.offset ? earliest.offset : latest.offset
    } else {
      moved ||= error !== undefined && hasMoved(error)
      partition.reason = `Its leader did not say where it ends: ${error ? kafkaErrorText(error) : 'no answer'}`
    }
  }
  return moved
}

/**
 * The offset of each readable partition at a time: of the first record that is not older; −1 where there is none.
 *
 * @param time ms, or one of offsetTimes
 */
export async function offsetsAt(
  cluster: WireCluster,
  { topic, committedOnly, partitions }: TopicView,
  time: bigint,
): Promise<Map<number, { error: number; offset: bigint }>> {
  const asked = partitions.filter(({ reason }) => reason === null)
  const answers = await Promise.all(
    [...byLeader(asked)].map(([leader, led]) =>
      cluster.ask(leader, listOffsetsApi, {
        committedOnly,
        topics: [{ topic, partitions: led.map(({ partition }) => ({ partition, time })) }],
      }),
    ),
  )
  const found = answers.flatMap(answer => answer.topics.flatMap(entry => entry.partitions))
  return new Map(found.map(({ partition, error, offset }) => [partition, { error, offset }]))
}

/** Partitions by the broker that leads them. */
export function byLeader<T extends { leader: number | null }>(partitions: readonly T[]): Map<number, T[]> {
  const led = new Map<number, T[]>()
  for (const partition of partitions) {
    if (partition.leader === null) continue
    const others = led.get(partition.leader)
    if (others) others.push(partition)
    else led.set(partition.leader, [partition])
  }
  return led
}

function unknownTopic(topic: string) {
  return {
    code: 'topic-unknown',
    where: topic,
    message: `There is no topic ${topic} in this cluster.`,
    tip: 'It may have been deleted, or it belongs to another profile.',
  }
}

function refusedTopic(topic: string, error: number) {
  return {
    code: 'topic-forbidden',
    where: topic,
    message: `The topic cannot be looked at: ${kafkaErrorText(error)}.`,
    tip: 'Ask whoever keeps the cluster for the right to read it.',
  }
}

function unknownPartition(topic: string, partition: number, count: number) {
  return {
    code: 'partition-unknown',
    where: topic,
    message: `The topic has no partition ${partition}: it has ${count}, from 0 to ${count - 1}.`,
    tip: 'Choose one of them.',
  }
}
