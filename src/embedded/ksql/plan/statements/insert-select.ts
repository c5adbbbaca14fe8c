import type { StatementOf } from '../../syntax/tree'
import { showType } from '../../syntax/types'
import type { Column, PersistentQuery } from '../catalog'
import type { SinkPlan } from '../query-plan'
import { checkPersistent, planSelect, sourceNamed } from '../select'
import { notSupported, StatementError } from '../statement-error'
import type { PlanContext, Planned } from './context'

/** INSERT INTO stream SELECT …: the columns must be those of the stream, key and value. */
export function planInsertSelect(statement: StatementOf<'insertSelect'>, context: PlanContext): Planned {
  if (statement.properties.length > 0) throw notSupported('INSERT INTO … WITH')
  const { catalog } = context
  const target = sourceNamed(catalog, statement.target)
  if (target.kind === 'TABLE')
    throw new StatementError('INSERT INTO can only be used to insert into a stream. ' + `${target.name} is a table.`)
  if (target.isReadOnly) throw new StatementError(`Cannot insert into read-only stream: ${target.name}`)
  const plan = planSelect(statement.query, {
    catalog,
    dialect: target.dialect,
    isTransient: false,
    sinkName: target.name,
    properties: context.properties,
  })
  if (plan.kind === 'TABLE')
    throw new StatementError(
      'Incompatible data sink: INSERT INTO takes a query that produces a STREAM, and this one produces a TABLE.',
    )
  checkPersistent(plan, statement.query, target.name)
  checkSame(plan.key, plan.value, target.key, target.value, target.name)
  const id = `INSERTQUERY_${context.number}`
  const sink: SinkPlan = {
    name: target.name,
    topic: target.topic,
    keyFormat: target.keyFormat,
    valueFormat: target.valueFormat,
    key: target.key,
    value: target.value,
    partitions: target.partitions,
    replicas: target.replicas,
    timestampIndex: target.timestamp ? target.value.findIndex(({ name }) => name === target.timestamp?.column) : null,
    isTable: false,
  }
  const query: PersistentQuery = {
    id,
    kind: 'INSERT',
    statement: statement.text,
    plan: { ...plan, sink: sink.timestampIndex === -1 ? { ...sink, timestampIndex: null } : sink },
    source: plan.source.name,
    sink: target.name,
    sinkTopic: target.topic,
    sinkConfig: {},
    properties: context.properties,
    startOffsets: context.startOffsets,
    isPaused: false,
  }
  return {
    command: { type: 'insertSelect', query },
    commandId: `stream/${target.name}/create`,
    message: `Created query with ID ${id}`,
  }
}

function checkSame(key: Column[], value: Column[], targetKey: Column[], targetValue: Column[], name: string): void {
  const show = (keys: Column[], values: Column[]) =>
    [...keys.map(column => `${text(column)} KEY`), ...values.map(text)].join(', ')
  const text = (column: Column) => `\`${column.name}\` ${showType(column.type)}`
  const result = show(key, value)
  const wanted = show(targetKey, targetValue)
  if (result === wanted) return
  throw new StatementError(
    `Incompatible schema between results and sink.\nResult schema is ${result}\nSink schema is ${wanted} (${name})`,
  )
}
