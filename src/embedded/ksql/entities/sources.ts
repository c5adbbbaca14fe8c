import type { Source } from '../plan/catalog'
import { sourceNamed } from '../plan/select'
import type { SourceKind } from '../syntax/tree'
import type { EntityContext } from './context'
import { fieldsOf } from './fields'
import { offsetSummary } from './offsets'
import { queryEntity } from './queries'

/** SHOW STREAMS and SHOW TABLES, with EXTENDED a description of each. */
export async function listSources(kind: SourceKind, isExtended: boolean, { engine }: EntityContext): Promise<object> {
  const sources = [...engine.catalog().sources.values()].filter(source => source.kind === kind)
  if (isExtended) {
    const sourceDescriptions: object[] = []
    // One after the other: each asks the broker, and there may be hundreds.
    for (const source of sources) sourceDescriptions.push(await description(source, true, engine))
    return { '@type': 'source_descriptions', sourceDescriptions }
  }
  const listed = sources.map(({ name, topic, keyFormat, valueFormat, window }) => ({
    type: kind,
    name,
    topic,
    keyFormat: keyFormat.name,
    valueFormat: valueFormat.name,
    isWindowed: window !== null,
  }))
  return kind === 'STREAM' ? { '@type': 'streams', streams: listed } : { '@type': 'tables', tables: listed }
}

/** DESCRIBE of a stream or table. */
export async function describeSource(name: string, isExtended: boolean, { engine }: EntityContext): Promise<object> {
  const source = sourceNamed(engine.catalog(), name)
  return { '@type': 'sourceDescription', sourceDescription: await description(source, isExtended, engine) }
}

async function description(source: Source, isExtended: boolean, engine: EntityContext['engine']): Promise<object> {
  const queries = [...engine.catalog().queries.values()]
  const writers = queries.filter(({ sink }) => sink === source.name)
  const statistics = writers.map(({ id }) => engine.runner(id)?.statistics)
  const produced = statistics.reduce((sum, each) => sum + (each?.produced ?? 0), 0)
  return {
    name: source.name,
    windowType: source.window?.kind ?? null,
    readQueries: queries.filter(query => query.source === source.name).map(query => queryEntity(query, engine)),
    writeQueries: writers.map(query => queryEntity(query, engine)),
    fields: fieldsOf(source),
    type: source.kind,
    timestamp: source.timestamp?.column ?? '',
    statistics: isExtended ? `total-messages: ${produced}` : '',
    errorStats: '',
    extended: isExtended,
    keyFormat: source.keyFormat.name,
    valueFormat: source.valueFormat.name,
    topic: source.topic,
    partitions: isExtended ? source.partitions : 0,
    replication: isExtended ? source.replicas : 0,
    statement: source.statement,
    queryOffsetSummaries: isExtended ? await Promise.all(writers.map(query => offsetSummary(query, engine))) : [],
    sourceConstraints: [],
    clusterStatistics: [],
    clusterErrorStats: [],
  }
}
