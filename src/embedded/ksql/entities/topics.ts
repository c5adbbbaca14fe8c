import { withAdmin } from '../run/consume'
import { isInternalTopic } from '../run/names'
import type { EntityContext } from './context'

/** SHOW TOPICS; those that ksqlDB and Kafka keep for themselves only with ALL. */
export async function listTopics(all: boolean, isExtended: boolean, { engine }: EntityContext): Promise<object> {
  const topics = await withAdmin(engine.kafka, async admin => {
    const names = (await admin.listTopics()).filter(name => all || !isInternalTopic(name)).sort()
    return names.length === 0 ? [] : (await admin.fetchTopicMetadata({ topics: names })).topics
  })
  const listed = topics
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, partitions }) => ({
      name,
      replicaInfo: partitions.map(({ replicas }) => replicas.length),
      // Who consumes is the broker's to tell, topic by topic; nobody has needed it here.
      ...(isExtended ? { consumerCount: 0, consumerGroupCount: 0 } : {}),
    }))
  return { '@type': isExtended ? 'kafka_topics_extended' : 'kafka_topics', topics: listed }
}
