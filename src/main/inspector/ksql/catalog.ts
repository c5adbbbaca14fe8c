import type {
  KsqlOverview,
  KsqlQuery,
  KsqlQueryDetail,
  KsqlSource,
  KsqlSourceDetail,
  KsqlWords,
} from '../../../shared/contract/ksql'
import { call, type HttpEndpoint } from '../../lib/http'
import { ProblemError } from '../../lib/problem'
import { columnOf, type FieldEntity } from './column-types'
import { ask, askedInVain, sendStatements, type KsqlEntity } from './requests'
import { idOf } from './results'

type Item = Record<string, unknown>

/** What the server has: one request, since it is asked every few seconds. */
export async function readOverview(endpoint: HttpEndpoint, isReadOnly: boolean): Promise<KsqlOverview> {
  const [info, entities] = await Promise.all([
    call(endpoint, 'GET', '/info'),
    ask(endpoint, 'SHOW STREAMS; SHOW TABLES; SHOW QUERIES;'),
  ])
  const server = ((info.json as Item | undefined)?.KsqlServerInfo ?? {}) as Item
  return {
    server: {
      version: String(server.version ?? 'of an unknown version'),
      serviceId: String(server.ksqlServiceId ?? ''),
      status: String(server.serverStatus ?? 'RUNNING'),
    },
    isReadOnly,
    sources: [
      ...listOf(entities, 'streams').map(item => sourceOf('stream', item)),
      ...listOf(entities, 'tables').map(item => sourceOf('table', item)),
    ],
    queries: listOf(entities, 'queries').map(queryOf),
  }
}

/** DESCRIBE … EXTENDED: columns, statement, who reads and writes it, how far. */
export async function readSource(endpoint: HttpEndpoint, name: string): Promise<KsqlSourceDetail> {
  const source = await describe(endpoint, name)
  const queries = (member: string) => itemsOf(source[member]).map(idOf)
  return {
    ...sourceOf(String(source.type).toUpperCase() === 'TABLE' ? 'table' : 'stream', source),
    isWindowed: Boolean(source.windowType),
    columns: ((source.fields ?? source.schema ?? []) as FieldEntity[]).map(columnOf),
    windowType: textOf(source.windowType),
    timestamp: textOf(source.timestamp),
    partitions: countOf(source.partitions),
    replicas: countOf(source.replication),
    statement: String(source.statement ?? ''),
    readBy: queries('readQueries'),
    writtenBy: queries('writeQueries'),
    statistics: [...factsOf(source.statistics), ...factsOf(source.errorStats)],
    progress: progressOf(source),
  }
}

/** EXPLAIN of a running query, with what DESCRIBE EXTENDED says of its sink. */
export async function readQuery(endpoint: HttpEndpoint, id: string): Promise<KsqlQueryDetail> {
  const entities = await ask(endpoint, `EXPLAIN ${id}; SHOW QUERIES;`)
  const explained = (entities.find(entity => entity['@type'] === 'queryDescription')?.queryDescription ?? {}) as Item
  const listed = listOf(entities, 'queries').map(queryOf)
  const found = listed.find(query => query.id === id)
  const sinks = (explained.sinks as string[] | undefined) ?? found?.sinks ?? []
  const sink = sinks[0] === undefined ? null : await describe(endpoint, sinks[0]).catch(() => null)
  const progress = sink === null ? [] : progressOf(sink)
  return {
    id,
    statement: String(explained.statementText ?? found?.statement ?? ''),
    sinks,
    sinkTopics: found?.sinkTopics ?? [],
    type: String(explained.queryType ?? found?.type ?? ''),
    state: String(explained.state ?? found?.state ?? 'RUNNING'),
    sources: (explained.sources as string[] | undefined) ?? [],
    columns: ((explained.fields ?? []) as FieldEntity[]).map(columnOf),
    topology: String(explained.topology ?? explained.executionPlan ?? ''),
    hosts: Object.entries((explained.ksqlHostQueryStatus as Item | undefined) ?? {}).map(([host, state]) => ({
      host,
      state: String(state),
    })),
    errors: itemsOf(explained.queryErrors).map(({ timestamp, errorMessage }) => ({
      at: typeof timestamp === 'number' ? timestamp : null,
      message: String(errorMessage),
    })),
    properties: Object.entries((explained.overriddenProperties as Item | undefined) ?? {}).map(([name, value]) => ({
      name,
      value: String(value),
    })),
    statistics: sink === null ? [] : factsOf(sink.statistics),
    // A sink may have several writers: each reads as a group named after it.
    progress: progress.filter(({ groupId }) => groupId.endsWith(id)),
  }
}

/** Names for an editor. A server that does not describe all at once gives names without columns. */
export async function readWords(endpoint: HttpEndpoint): Promise<KsqlWords> {
  const session = { endpoint, properties: {}, variables: {} }
  const { entities, refusal } = await sendStatements(session, 'SHOW STREAMS EXTENDED; SHOW TABLES EXTENDED;')
  const described = refusal ? [] : entities.flatMap(({ sourceDescriptions }) => itemsOf(sourceDescriptions))
  const { entities: listed } = await sendStatements(session, 'SHOW STREAMS; SHOW TABLES;')
  const { entities: functions } = await sendStatements(session, 'SHOW FUNCTIONS;')
  const columns = new Map(
    described.map(item => [String(item.name), ((item.fields ?? item.schema ?? []) as FieldEntity[]).map(columnOf)]),
  )
  const named = (kind: 'stream' | 'table') =>
    listOf(listed, `${kind}s`).map(({ name }) => ({
      kind,
      name: String(name),
      columns: columns.get(String(name)) ?? [],
    }))
  return {
    sources: [...named('stream'), ...named('table')],
    functions: listOf(functions, 'functions').map(({ name }) => String(name)),
  }
}

/**
 * TERMINATE of a persistent query.
 *
 * @returns what the server says
 */
export async function terminate(endpoint: HttpEndpoint, isReadOnly: boolean, id: string): Promise<{ message: string }> {
  if (isReadOnly) {
    throw new ProblemError({
      code: 'read-only',
      where: `query ${id}`,
      message: 'This profile is read-only: the query is not terminated.',
      tip: 'Nothing was sent. Take a profile that may write.',
    })
  }
  const [entity] = await ask(endpoint, `TERMINATE ${id};`)
  const status = (entity?.commandStatus ?? {}) as Item
  return { message: String(status.message ?? 'Query terminated.') }
}

/** KSQL 5.x has EXTENDED before the name. */
async function describe(endpoint: HttpEndpoint, name: string): Promise<Item> {
  const quoted = quote(name)
  const session = { endpoint, properties: {}, variables: {} }
  const newer = await sendStatements(session, `DESCRIBE ${quoted} EXTENDED;`)
  const answer = newer.refusal ? await sendStatements(session, `DESCRIBE EXTENDED ${quoted};`) : newer
  const description = answer.entities[0]?.sourceDescription
  const { refusal } = newer
  if (!description) {
    throw new ProblemError(refusal ? askedInVain(refusal.problem) : notDescribed(endpoint, name))
  }
  return description as Item
}

function notDescribed(endpoint: HttpEndpoint, name: string) {
  return {
    code: 'service-garbled',
    where: `${endpoint.title}, ${endpoint.url}`,
    message: `ksqlDB does not describe ${name}.`,
    tip: 'Check the address in the profile: another program may have the port.',
  }
}

/** A name as SQL takes it: quoted when it is not one of capitals, digits and underscores. */
export function quote(name: string): string {
  return /^[A-Z_][A-Z0-9_]*$/.test(name) ? name : `\`${name.replaceAll('`', '``')}\``
}

function sourceOf(kind: KsqlSource['kind'], item: Item): KsqlSource {
  return {
    kind,
    name: String(item.name),
    topic: String(item.topic),
    keyFormat: textOf(item.keyFormat),
    valueFormat: String(item.valueFormat ?? item.format ?? 'unknown'),
    isWindowed: item.isWindowed === true,
  }
}

/** KSQL 5.x tells no state: it lists only queries that run. */
function queryOf(item: Item): KsqlQuery {
  return {
    id: idOf(item),
    statement: String(item.queryString ?? ''),
    sinks: textsOf(item.sinks),
    sinkTopics: textsOf(item.sinkKafkaTopics),
    type: String(item.queryType ?? 'PERSISTENT'),
    state: String(item.state ?? Object.keys((item.statusCount as Item | undefined) ?? {})[0] ?? 'RUNNING'),
  }
}

/** `total-messages: 12 last-message: 2026-01-01T00:00:00Z` in its parts. */
export function factsOf(text: unknown): { name: string; value: string }[] {
  const found = String(text ?? '').matchAll(/([A-Za-z][\w-]*):\s+(.*?)(?=\s+[A-Za-z][\w-]*:\s|\s*$)/g)
  return [...found].map(([, name, value]) => ({ name: name!.replaceAll('-', ' '), value: value!.trim() }))
}

function progressOf(source: Item): KsqlSourceDetail['progress'] {
  return itemsOf(source.queryOffsetSummaries).flatMap(({ groupId, topicSummaries }) =>
    itemsOf(topicSummaries).flatMap(({ kafkaTopic, offsets }) =>
      itemsOf(offsets).map(({ partition, logStartOffset, logEndOffset, consumerOffset }) => ({
        groupId: String(groupId),
        topic: String(kafkaTopic),
        partition: Number(partition),
        start: String(logStartOffset),
        end: String(logEndOffset),
        consumed: String(consumerOffset),
      })),
    ),
  )
}

function listOf(entities: KsqlEntity[], member: string): Item[] {
  return entities.flatMap(entity => itemsOf(entity[member]))
}

function itemsOf(value: unknown): Item[] {
  return Array.isArray(value) ? value.filter(item => typeof item === 'object' && item !== null) : []
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : []
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

function countOf(value: unknown): number | null {
  return typeof value === 'number' && value > 0 ? value : null
}
