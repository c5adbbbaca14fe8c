import { withAdmin } from '../run/consume'
import { isInternalTopic } from '../run/names'
import { consumersByTopic } from './consumers'
import type { EntityContext } from './context'

/** SHOW TOPICS; those that ksqlDB and Kafka keep for themselves only with ALL. EXTENDED tells who consumes them. */
export async function listTopics(all: boolean, isExtended: boolean, { engine }: EntityContext): Promise<object> {
  const { topics, consumers } = await withAdmin(engine.kafka, async admin => {
    const names = (await admin.listTopics()).filter(name => all || !isInternalTopic(name)).sort()
    const topics = names.length === 0 ? [] : (await admin.fetchTopicMetadata({ topics: names })).topics
    return { topics, consumers: isExtended ? await consumersByTopic(admin) : null }
  })
  const listed = topics
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, partitions }) => ({
      name,
      replicaInfo: partitions.map(({ replicas }) => replicas.length),
      ...(consumers
        ? {
            consumerCount: consumers.get(name)?.consumers ?? 0,
            consumerGroupCount: consumers.get(name)?.groups ?? 0,
          }
        : {}),
    }))
  return { '@type': isExtended ? 'kafka_topics_extended' : 'kafka_topics', topics: listed }
}
