import { ksqlRowsMax, type KsqlColumn, type KsqlMessage, type KsqlRow } from '../../../shared/contract/ksql'
import { columnOf, type FieldEntity } from './column-types'
import type { KsqlEntity } from './requests'
import { cellOf } from './row-answer'

/** What is shown of a statement that is answered at once. */
export type Result =
  Omit<Extract<KsqlMessage, { kind: 'text' }>, 'index'> | Omit<Extract<KsqlMessage, { kind: 'table' }>, 'index'>

/** Items of a list of ksqlDB's, and its columns: title, type, and where the value is. */
interface ListShape {
  title: string
  member: string
  columns: [title: string, type: string, value: (item: Item) => unknown][]
}

type Item = Record<string, unknown>

const listed = (kind: string): ListShape => ({
  title: kind === 'streams' ? 'Streams' : 'Tables',
  member: kind,
  columns: [
    ['Name', 'STRING', item => item.name],
    ['Topic', 'STRING', item => item.topic],
    ['Key format', 'STRING', item => item.keyFormat],
    ['Value format', 'STRING', item => item.valueFormat ?? item.format],
    ['Windowed', 'BOOLEAN', item => item.isWindowed],
  ],
})

const topicColumns: ListShape['columns'] = [
  ['Name', 'STRING', item => item.name],
  ['Partitions', 'INTEGER', ({ replicaInfo }) => (Array.isArray(replicaInfo) ? replicaInfo.length : null)],
  ['Replicas', 'INTEGER', ({ replicaInfo }) => (Array.isArray(replicaInfo) ? replicaInfo[0] : replicaInfo)],
]

const lists: Record<string, ListShape> = {
  streams: listed('streams'),
  tables: listed('tables'),
  queries: {
    title: 'Queries',
    member: 'queries',
    columns: [
      ['Id', 'STRING', item => idOf(item)],
      ['Type', 'STRING', item => item.queryType],
      ['State', 'STRING', item => item.state],
      ['Sinks', 'STRING', item => textList(item.sinks)],
      ['Statement', 'STRING', item => item.queryString],
    ],
  },
  kafka_topics: { title: 'Topics', member: 'topics', columns: topicColumns },
  kafka_topics_extended: {
    title: 'Topics',
    member: 'topics',
    columns: [
      ...topicColumns,
      ['Consumers', 'INTEGER', item => item.consumerCount],
      ['Groups', 'INTEGER', item => item.consumerGroupCount],
    ],
  },
  function_names: {
    title: 'Functions',
    member: 'functions',
    columns: [
      ['Name', 'STRING', item => item.name],
      ['Kind', 'STRING', item => item.type],
      ['Category', 'STRING', item => item.category],
    ],
  },
  variables: {
    title: 'Variables',
    member: 'variables',
    columns: [
      ['Name', 'STRING', item => item.name],
      ['Value', 'STRING', item => item.value],
    ],
  },
  properties: {
    title: 'Properties',
    member: 'properties',
    columns: [
      ['Property', 'STRING', item => item.name],
      ['Value', 'STRING', item => item.value],
      ['Scope', 'STRING', item => item.scope],
    ],
  },
}

/** The id of a query, which KSQL 5.x wraps in an object. */
export function idOf({ id }: Item): string {
  return String(typeof id === 'object' && id !== null ? (id as Item).id : id)
}

/** What an entity says, as tables and texts. An entity that nobody knows is shown as its JSON. */
export function resultsOf(entity: KsqlEntity): Result[] {
  const warnings = (entity.warnings ?? []).map(({ message }): Result => ({ kind: 'text', text: message, tone: 'warn' }))
  return [...warnings, ...contentOf(entity)]
}

function contentOf(entity: KsqlEntity): Result[] {
  const type = entity['@type'] ?? ''
  const list = Object.hasOwn(lists, type) ? lists[type]! : null
  if (list) return [listTable(list, entity)]
  switch (type) {
    case 'currentStatus':
      return [statusText(entity.commandStatus as Item | undefined)]
    case 'warning_entity':
      return [{ kind: 'text', text: String(entity.message), tone: 'warn' }]
    case 'sourceDescription':
      return describedSource(entity.sourceDescription as Item)
    case 'source_descriptions':
      return itemsOf(entity, 'sourceDescriptions').flatMap(describedSource)
    case 'queryDescription':
      return describedQuery(entity.queryDescription as Item)
    case 'query_descriptions':
      return itemsOf(entity, 'queryDescriptions').flatMap(describedQuery)
    case 'type_list':
      return [typeTable(entity.types as Record<string, FieldEntity['schema']>)]
    default:
      return [anythingElse(entity)]
  }
}

function listTable({ title, member, columns }: ListShape, entity: KsqlEntity): Result {
  const items = itemsOf(entity, member)
  return table(
    title,
    columns.map(([name, type]) => ({ name, type, isKey: false })),
    items.map(item => columns.map(([, , value]) => value(item))),
  )
}

/** A table of values that are written as JSON; rows beyond the bound are counted. */
export function table(title: string, columns: KsqlColumn[], rows: unknown[][]): Result {
  const shown = rows.slice(0, ksqlRowsMax).map((values): KsqlRow => ({
    cells: values.map(value => cellOf(JSON.stringify(value ?? null))),
    isDeleted: false,
  }))
  return { kind: 'table', title, columns, rows: shown, left: rows.length - shown.length }
}

function statusText(status: Item | undefined): Result {
  const isError = status?.status === 'ERROR'
  return { kind: 'text', text: String(status?.message ?? 'Done.'), tone: isError ? 'warn' : 'ok' }
}

function describedSource(source: Item): Result[] {
  const fields = (source.fields ?? source.schema ?? []) as FieldEntity[]
  const columns = fields.map(columnOf)
  const facts = [
    `${String(source.type).toLowerCase()} over the topic ${String(source.topic)}`,
    source.windowType ? `${String(source.windowType).toLowerCase()} windows` : null,
    source.valueFormat || source.format ? `values in ${String(source.valueFormat ?? source.format)}` : null,
  ].filter(fact => fact !== null)
  const result: Result[] = [
    table(
      `${String(source.name)}, ${facts.join(', ')}`,
      ['Column', 'Type', 'Key'].map(name => ({ name, type: name === 'Key' ? 'BOOLEAN' : 'STRING', isKey: false })),
      columns.map(({ name, type, isKey }) => [name, type, isKey]),
    ),
  ]
  const statement = String(source.statement ?? '').trim()
  if (statement !== '') result.push({ kind: 'text', text: statement, tone: 'info' })
  return result
}

function describedQuery(query: Item): Result[] {
  const { id, state, statementText, topology, executionPlan } = query
  const lines = [
    id ? `Query ${idOf(query)}${state ? `, ${String(state)}` : ''}` : null,
    statementText ? String(statementText) : null,
    executionPlan || topology ? String(executionPlan || topology) : null,
  ].filter(line => line !== null)
  const columns = ((query.fields ?? []) as FieldEntity[]).map(columnOf)
  return [
    table(
      'Columns of the result',
      ['Column', 'Type'].map(name => ({ name, type: 'STRING', isKey: false })),
      columns.map(({ name, type }) => [name, type]),
    ),
    { kind: 'text', text: lines.join('\n\n'), tone: 'info' },
  ]
}

function typeTable(types: Record<string, FieldEntity['schema']> = {}): Result {
  return table(
    'Types',
    ['Name', 'Type'].map(name => ({ name, type: 'STRING', isKey: false })),
    Object.entries(types).map(([name, schema]) => [name, columnOf({ name, schema }).type]),
  )
}

/** A message where there is one, a table of the only list, else the JSON. */
function anythingElse(entity: KsqlEntity): Result {
  const { '@type': type, statementText: _, warnings: __, ...members } = entity
  const entries = Object.entries(members)
  if (typeof members.message === 'string') return { kind: 'text', text: members.message, tone: 'info' }
  const arrays = entries.filter(([, value]) => Array.isArray(value) && value.every(isObject))
  if (arrays.length === 1) {
    const items = arrays[0]![1] as Item[]
    const names = [...new Set(items.flatMap(item => Object.keys(item)))]
    return table(
      type ?? 'Answer',
      names.map(name => ({ name, type: '', isKey: false })),
      items.map(item => names.map(name => item[name])),
    )
  }
  return { kind: 'text', text: JSON.stringify(members, null, 2), tone: 'info' }
}

function itemsOf(entity: KsqlEntity, member: string): Item[] {
  const items = entity[member]
  return Array.isArray(items) ? (items.filter(isObject) as Item[]) : []
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function textList(value: unknown): string | null {
  return Array.isArray(value) ? value.join(', ') : null
}
