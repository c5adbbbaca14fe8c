import type { StatementOf } from '../../syntax/tree'
import type { PersistentQuery, Source } from '../catalog'
import { planSink } from '../sink'
import type { PlanContext, Planned, Skipped } from './context'
import { checkNewName } from './names'

/** CREATE STREAM … AS SELECT and CREATE TABLE … AS SELECT. */
export function planCreateAs(statement: StatementOf<'createAs'>, context: PlanContext): Planned | Skipped {
  const skipped = checkNewName(statement, context.catalog)
  if (skipped) return skipped
  const { plan, sink, topic, properties } = planSink(statement, context)
  const id = `${statement.source === 'STREAM' ? 'CSAS' : 'CTAS'}_${statement.name}_${context.number}`
  const source: Source = {
    name: statement.name,
    kind: statement.source,
    dialect: plan.dialect,
    topic: sink.topic,
    partitions: sink.partitions,
    replicas: sink.replicas,
    keyFormat: sink.keyFormat,
    valueFormat: sink.valueFormat,
    key: sink.key,
    value: sink.value,
    timestamp: properties.timestamp === null ? null : { column: properties.timestamp, pattern: null },
    isReadOnly: false,
    statement: statement.text,
    createdBy: id,
    keyHint: properties.key,
    window: plan.window,
  }
  const query: PersistentQuery = {
    id,
    kind: 'CREATE_AS',
    statement: statement.text,
    plan,
    source: plan.source.name,
    sink: source.name,
    sinkTopic: sink.topic,
    sinkConfig: topic.config,
    properties: context.properties,
    startOffsets: context.startOffsets,
    isPaused: false,
  }
  return {
    command: { type: 'createAs', source, query, topic },
    commandId: `${statement.source.toLowerCase()}/${statement.name}/create`,
    message: `Created query with ID ${id}`,
  }
}
