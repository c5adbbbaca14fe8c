/** ksql.service.id of this one server, as its topics and groups have it. */
const service = '_confluent-ksql-default_'

export const commandTopic = `${service}_command_topic`

/** The consumer group of a query. */
export const groupOf = (queryId: string) => `${service}query_${queryId}`

/** Where a query keeps its state. ksqlDB has one such topic for each store, with a partition for each of the source's. */
export const changelogOf = (queryId: string) => `${groupOf(queryId)}-Aggregate-Aggregate-Materialize-changelog`

/** Beginning of the groups of queries that only answer their caller. */
export const transientGroup = `${service}transient`

/** The query that an internal topic belongs to, or null when it is none of a query's. */
export function queryOfTopic(topic: string): string | null {
  const match = /^_confluent-ksql-default_query_(.+?)-(?:Aggregate|Reduce|Project)/.exec(topic)
  return match?.[1] ?? null
}

/** Topics that SHOW TOPICS leaves out. */
export function isInternalTopic(topic: string): boolean {
  return topic.startsWith('__') || topic.startsWith('_confluent') || topic === '_schemas'
}
