import type { StatementOf } from '../../syntax/tree'
import type { Column, Dialect, FormatSpec, Source } from '../catalog'
import type { TopicSpec } from '../command'
import { columnsOfAvro } from '../avro-columns'
import { resolveType } from '../expression/compile'
import { checkKeyFormat, checkValueFormat } from '../format-rules'
import { formatOf, formatSpec, readProperties, type WithProperties } from '../properties'
import { persistenceDefaults } from '../settings'
import { reservedNames, rowKey } from '../source-columns'
import { notSupported, StatementError } from '../statement-error'
import type { PlanContext, Planned, Skipped } from './context'
import { checkNewName } from './names'
import { existingOrNew } from './topic'

type CreateSource = StatementOf<'createSource'>

/** CREATE STREAM and CREATE TABLE over a topic. */
export function planCreateSource(statement: CreateSource, context: PlanContext): Planned | Skipped {
  const skipped = checkNewName(statement, context.catalog)
  if (skipped) return skipped
  const properties = readProperties(statement.properties)
  const dialect = dialectOf(statement, properties)
  const formats = formatsOf(properties, dialect, context)
  const { key, value } = columnsOf(statement, properties, formats, dialect, context)
  const topic = topicOf(statement, properties, context)
  const source: Source = {
    name: statement.name,
    kind: statement.source,
    dialect,
    topic: topic.name,
    partitions: topic.partitions,
    replicas: topic.replicas,
    ...formats,
    key,
    value,
    timestamp: timestampOf(properties, [...key, ...value]),
    isReadOnly: statement.isReadOnly,
    statement: statement.text,
    createdBy: null,
    keyHint: properties.key,
    window: null,
  }
  return {
    command: { type: 'createSource', source, topic: topic.isNew ? topic.spec : null },
    commandId: `${statement.source.toLowerCase()}/${statement.name}/create`,
    message: `${statement.source === 'STREAM' ? 'Stream' : 'Table'} created`,
  }
}

/**
 * KSQL 5.x is known by KEY among the properties, and by a table that names no primary key. A statement that speaks of key
 * formats is of its successors in any case.
 */
function dialectOf({ source, columns }: CreateSource, properties: WithProperties): Dialect {
  const declaresKey = columns.some(({ role }) => role === 'KEY' || role === 'PRIMARY KEY')
  if (declaresKey) {
    if (properties.key)
      throw new StatementError('Failed to prepare statement: Invalid config variable(s) in the WITH clause: KEY')
    return 'new'
  }
  if (properties.key) return 'old'
  if (source === 'STREAM') return 'new'
  if (properties.keyFormat) throw new StatementError('Tables require a PRIMARY KEY. Please define the PRIMARY KEY.')
  return 'old'
}

interface Formats {
  keyFormat: FormatSpec
  valueFormat: FormatSpec
}

function formatsOf(properties: WithProperties, dialect: Dialect, context: PlanContext): Formats {
  const defaults = persistenceDefaults(context.properties)
  const valueFormat = properties.valueFormat ?? formatOf(defaults.valueFormat || null)
  if (!valueFormat) {
    throw new StatementError(
      "Statement is missing the 'VALUE_FORMAT' property from the WITH clause. Either provide one or set a default via the 'ksql.persistence.default.format.value' config.",
    )
  }
  const keyFormat =
    dialect === 'old' ? 'KAFKA' : (properties.keyFormat ?? formatOf(defaults.keyFormat || null) ?? 'KAFKA')
  return {
    keyFormat: formatSpec(keyFormat, properties.keyDelimiter, null),
    valueFormat: formatSpec(valueFormat, properties.valueDelimiter, properties.wrapsSingle ?? defaults.wrapsSingle),
  }
}

function columnsOf(
  statement: CreateSource,
  properties: WithProperties,
  { keyFormat, valueFormat }: Formats,
  dialect: Dialect,
  context: PlanContext,
): { key: Column[]; value: Column[] } {
  const { catalog, facts } = context
  const key: Column[] = []
  const value: Column[] = []
  for (const column of statement.columns) {
    const { name, role } = column
    if (role === 'HEADERS') throw notSupported('A HEADERS column')
    if (role === 'KEY' && statement.source === 'TABLE') {
      throw new StatementError(
        `Line: ${column.at.line}, Col: ${column.at.column}: Column \`${name}\` is a 'KEY' column: please use 'PRIMARY KEY' for tables.`,
      )
    }
    if (role === 'PRIMARY KEY' && statement.source === 'STREAM') {
      throw new StatementError(
        `Line: ${column.at.line}, Col: ${column.at.column}: Column \`${name}\` is a 'PRIMARY KEY' column: please use 'KEY' for streams.`,
      )
    }
    // KSQL 5.x programs name ROWKEY and ROWTIME now and then; both are there anyway.
    if (dialect === 'old' && (name === rowKey.name || name === 'ROWTIME')) continue
    if (reservedNames.includes(name))
      throw new StatementError(`'${name}' is a reserved column name. It is available on all streams and tables.`)
    const target = role === 'VALUE' ? value : key
    target.push({ name, type: resolveType(column.type, catalog) })
  }
  if (value.length === 0) {
    if (valueFormat.name !== 'AVRO') throw new StatementError('The statement does not define any columns.')
    value.push(
      ...inferred(properties, facts.schema(`${properties.topic}-value`)).filter(
        ({ name }) => !key.some(column => column.name === name),
      ),
    )
  }
  checkDuplicates([...key, ...value])
  if (dialect === 'old') key.push(rowKey)
  checkKeyHint(properties, value)
  checkKeyFormat(keyFormat, key)
  checkValueFormat(valueFormat, value)
  return { key, value }
}

function inferred({ topic }: WithProperties, schema: string | null): Column[] {
  const subject = `${topic}-value`
  if (schema === null) {
    throw new StatementError(
      `Schema for message values on topic '${topic}' does not exist in the Schema Registry.\nSubject: ${subject}\nPossible causes include:\n- The topic itself does not exist\n- Messages on the topic are not serialized using a format Schema Registry supports\n- The schema is registered on a different instance of the Schema Registry`,
    )
  }
  return columnsOfAvro(schema, subject)
}

function checkDuplicates(columns: Column[]): void {
  const seen = new Set<string>()
  for (const { name } of columns) {
    if (seen.has(name)) throw new StatementError(`Duplicate column names: ${name}`)
    seen.add(name)
  }
}

function checkKeyHint({ key }: WithProperties, value: Column[]): void {
  if (key === null || key === rowKey.name || value.some(({ name }) => name === key)) return
  throw new StatementError(`The KEY column set in the WITH clause does not exist in the schema: '${key}'`)
}

function timestampOf({ timestamp, timestampPattern }: WithProperties, columns: Column[]): Source['timestamp'] {
  if (timestamp === null) return null
  const column = columns.find(({ name }) => name === timestamp)
  if (!column)
    throw new StatementError(`The TIMESTAMP column set in the WITH clause does not exist in the schema: '${timestamp}'`)
  const needsPattern = column.type.base === 'STRING'
  if (needsPattern) throw notSupported('A TIMESTAMP column of type STRING')
  if (column.type.base !== 'BIGINT' && column.type.base !== 'TIMESTAMP') {
    throw new StatementError(
      `Timestamp column, ${timestamp}, should be LONG(INT64), TIMESTAMP, or a String with a timestamp format specified.`,
    )
  }
  return { column: timestamp, pattern: timestampPattern }
}

function topicOf(
  { name, source }: CreateSource,
  { topic, partitions, replicas, retentionMs }: WithProperties,
  { facts }: PlanContext,
): { name: string; partitions: number; replicas: number; isNew: boolean; spec: TopicSpec } {
  if (topic === null) throw new StatementError('Missing required property "KAFKA_TOPIC" which has no default value.')
  const fact = facts.topic(topic)
  if (!fact && partitions === null) {
    throw new StatementError(
      `Topic '${topic}' does not exist. If you want to create a new topic for the ${source.toLowerCase()} please re-run the statement providing the required 'PARTITIONS' configuration in the WITH clause (and optionally 'REPLICAS'). For example: CREATE ${source} ${name} (...) WITH (KAFKA_TOPIC='${topic}', PARTITIONS=2);`,
    )
  }
  const config: Record<string, string> = { 'cleanup.policy': source === 'TABLE' ? 'compact' : 'delete' }
  if (retentionMs !== null) config['retention.ms'] = String(retentionMs)
  return existingOrNew({ name: topic, partitions, replicas, config }, fact, { partitions: 1, replicas: 1 })
}
