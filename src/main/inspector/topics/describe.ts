import type {
  configSources,
  PartitionDetail,
  TopicConfig,
  TopicDetail,
  TopicSubject,
} from '../../../shared/contract/topics'
import { call, request, type HttpEndpoint } from '../../lib/http'
import { checkCode, describeConfigsApi, logDirsApi, type ConfigEntry, type WireCluster } from '../../lib/kafka-wire'
import { messageOf } from '../../lib/problem'
import { topicMetadata, viewTopic } from '../records/topic-view'
import { isInternalName } from './names'

/** The registry's answer may take this long; the rest of the description waits for it. */
const registryMsMax = 3_000

export interface DescribeOptions {
  cluster: WireCluster
  registry: HttpEndpoint | null
}

/**
 * All about one topic but its records. What one service does not tell is left out, with the reason.
 *
 * @throws ProblemError topic-unknown, topic-forbidden
 */
export async function describeTopic({ cluster, registry }: DescribeOptions, topic: string): Promise<TopicDetail> {
  const { isInternal, partitions } = await topicMetadata(cluster, topic)
  const [view, sizes, configs, subjects] = await Promise.all([
    viewTopic(cluster, { topic, partitions: null, committedOnly: false }),
    partitionSizes(cluster, topic),
    orReason(topicConfigs(cluster, topic)),
    orReason(topicSubjects(registry, topic)),
  ])
  const metadata = new Map(partitions.map(partition => [partition.partition, partition]))
  return {
    name: topic,
    isInternal: isInternal || isInternalName(topic),
    partitions: view.partitions.map(({ partition, leader, earliest, latest, reason }): PartitionDetail => {
      const { replicas = [], inSync = [] } = metadata.get(partition) ?? {}
      return {
        partition,
        leader,
        replicas,
        inSync,
        earliest: reason === null ? String(earliest) : null,
        latest: reason === null ? String(latest) : null,
        bytes: leader === null ? null : (sizes.get(`${leader}/${partition}`) ?? null),
        reason,
      }
    }),
    configs: configs.value ?? [],
    configsReason: configs.reason,
    subjects: subjects.value ?? [],
    subjectsReason: subjects.reason,
  }
}

async function orReason<T>(work: Promise<T>): Promise<{ value: T | null; reason: string | null }> {
  try {
    return { value: await work, reason: null }
  } catch (error) {
    return { value: null, reason: messageOf(error) }
  }
}

/** Bytes of each copy, by broker and partition. Without the right to ask for them there are none. */
async function partitionSizes(cluster: WireCluster, topic: string): Promise<Map<string, number>> {
  const { topics } = await cluster.metadata([topic])
  const partitions = topics[0]?.partitions.map(({ partition }) => partition) ?? []
  const sizes = new Map<string, number>()
  await Promise.all(
    cluster.brokers().map(async ({ id }) => {
      const asked = cluster.ask(id, logDirsApi, { topics: [{ topic, partitions }] })
      const { dirs } = await asked.catch(() => ({ dirs: [] }))
      for (const found of dirs.flatMap(dir => dir.topics)) {
        for (const { partition, bytes, isFuture } of found.partitions) {
          if (!isFuture) sizes.set(`${id}/${partition}`, Number(bytes))
        }
      }
    }),
  )
  return sizes
}

async function topicConfigs(cluster: WireCluster, topic: string): Promise<TopicConfig[]> {
  const [found] = await cluster.ask(null, describeConfigsApi, { topics: [topic], names: null })
  if (!found) return []
  checkCode(found.error, found.errorText)
  return found.configs.map(asConfig).sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** Kafka's numbers of where a value was set. */
const sources: Record<number, (typeof configSources)[number]> = {
  1: 'topic',
  2: 'broker',
  3: 'cluster',
  4: 'file',
  5: 'default',
}

function asConfig({ name, value, source, isSensitive, isReadOnly }: ConfigEntry): TopicConfig {
  return { name, value: isSensitive ? null : value, source: sources[source] ?? 'unknown', isSensitive, isReadOnly }
}

/** The subjects that the usual strategy (TopicName) gives a topic's keys and values. */
async function topicSubjects(registry: HttpEndpoint | null, topic: string): Promise<TopicSubject[]> {
  if (!registry) throw new Error('The profile has no Schema Registry')
  const found = await Promise.all((['key', 'value'] as const).map(side => latestVersion(registry, topic, side)))
  return found.filter(subject => subject !== null)
}

async function latestVersion(
  registry: HttpEndpoint,
  topic: string,
  side: 'key' | 'value',
): Promise<TopicSubject | null> {
  const subject = `${topic}-${side}`
  const path = `/subjects/${encodeURIComponent(subject)}/versions/latest`
  const answer = await request(registry, 'GET', path, { timeoutMs: registryMsMax })
  if (answer.status === 404) return null
  const { json } = answer.status === 200 ? answer : await call(registry, 'GET', path, { timeoutMs: registryMsMax })
  const { version, id, schemaType } = (json ?? {}) as { version?: number; id?: number; schemaType?: string }
  if (typeof version !== 'number' || typeof id !== 'number') return null
  return { subject, side, version, id, type: schemaType ?? 'AVRO' }
}
