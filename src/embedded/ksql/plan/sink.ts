import type { Query, Properties, SourceKind } from '../syntax/tree'
import type { Dialect, FormatSpec, Source } from './catalog'
import type { TopicSpec } from './command'
import type { Facts } from './facts'
import { checkKeyFormat, checkValueFormat } from './format-rules'
import { formatSpec, readProperties, type WithProperties } from './properties'
import type { QueryPlan, SinkPlan } from './query-plan'
import { checkPersistent, planSelect, sourceNamed } from './select'
import { persistenceDefaults, sinkDefaults } from './settings'
import { StatementError } from './statement-error'
import type { Catalog } from './catalog'
import { existingOrNew } from './statements/topic'

export interface PlannedSink {
  plan: QueryPlan
  sink: SinkPlan
  topic: TopicSpec
  properties: WithProperties
}

/**
 * CREATE … AS SELECT: the query, the topic that it fills and how.
 *
 * @throws StatementError when the query gives something else than is to be made, or a format cannot carry it
 */
export function planSink(
  statement: { name: string; source: SourceKind; properties: Properties; query: Query },
  context: { catalog: Catalog; facts: Facts; properties: Record<string, string> },
): PlannedSink {
  const { name, query } = statement
  const { catalog, facts } = context
  const properties = readProperties(statement.properties)
  const defaults = sinkDefaults(context.properties)
  const source = sourceNamed(catalog, query.from.name)
  const dialect = resultDialect(source, properties)
  const plan = planSelect(query, {
    catalog,
    dialect,
    isTransient: false,
    sinkName: name,
    properties: context.properties,
  })
  checkKind(plan.kind, statement.source)
  checkPersistent(plan, query, name)
  const topicName = properties.topic ?? name
  const wanted = {
    name: topicName,
    partitions: properties.partitions ?? defaults.partitions ?? source.partitions,
    replicas: properties.replicas ?? defaults.replicas ?? source.replicas,
    config: topicConfig(plan, properties),
  }
  const { partitions, replicas, spec } = existingOrNew(wanted, facts.topic(topicName), source)
  const sink: SinkPlan = {
    name,
    topic: topicName,
    keyFormat: keyFormatOf(plan, source, properties),
    valueFormat: valueFormatOf(source, {
      ...properties,
      wrapsSingle: properties.wrapsSingle ?? persistenceDefaults(context.properties).wrapsSingle,
    }),
    key: plan.key,
    value: plan.value,
    partitions,
    replicas,
    timestampIndex: timestampIndex(plan, properties),
    isTable: plan.kind === 'TABLE',
  }
  checkKeyFormat(sink.keyFormat, sink.key)
  checkValueFormat(sink.valueFormat, sink.value)
  return { plan: { ...plan, sink }, sink, topic: spec, properties }
}

/** What derives from a source of the old dialect is of it too, unless the statement speaks of key formats. */
function resultDialect(source: Source, { key, keyFormat }: WithProperties): Dialect {
  if (key !== null) return 'old'
  return source.dialect === 'old' && keyFormat === null ? 'old' : 'new'
}

function checkKind(result: SourceKind, wanted: SourceKind): void {
  if (result === wanted) return
  throw new StatementError(
    `Invalid result type. Your SELECT query produces a ${result}. Please use CREATE ${result} AS SELECT statement instead.`,
  )
}

function keyFormatOf(plan: QueryPlan, source: Source, properties: WithProperties): FormatSpec {
  if (plan.dialect === 'old') return { name: 'KAFKA' }
  const inherited = source.keyFormat.name === 'NONE' && plan.key.length > 0 ? 'KAFKA' : source.keyFormat.name
  const name = properties.keyFormat ?? (plan.key.length === 0 && plan.kind === 'STREAM' ? 'KAFKA' : inherited)
  return formatSpec(name, properties.keyDelimiter ?? source.keyFormat.delimiter ?? null, null)
}

function valueFormatOf(source: Source, properties: WithProperties): FormatSpec {
  const name = properties.valueFormat ?? source.valueFormat.name
  return formatSpec(name, properties.valueDelimiter ?? source.valueFormat.delimiter ?? null, properties.wrapsSingle)
}

function topicConfig({ kind, window }: QueryPlan, { retentionMs }: WithProperties): Record<string, string> {
  if (kind === 'STREAM') return retentionMs === null ? {} : { 'retention.ms': String(retentionMs) }
  if (!window) return { 'cleanup.policy': 'compact' }
  return { 'cleanup.policy': 'compact,delete', 'retention.ms': String(retentionMs ?? window.sizeMs + window.graceMs) }
}

function timestampIndex(plan: QueryPlan, { timestamp }: WithProperties): number | null {
  if (timestamp === null) return null
  const index = plan.value.findIndex(({ name }) => name === timestamp)
  const base = plan.value[index]?.type.base
  if (base !== 'BIGINT' && base !== 'TIMESTAMP') {
    throw new StatementError(
      `The TIMESTAMP column set in the WITH clause is no BIGINT or TIMESTAMP column of the value: '${timestamp}'`,
    )
  }
  return index
}
