import type { Producer } from 'kafkajs'
import type { Value } from '../functions/value'
import type { Catalog, Column } from '../plan/catalog'
import { castOf } from '../plan/expression/cast'
import { compile } from '../plan/expression/compile'
import { sourceNamed } from '../plan/select'
import { StatementError } from '../plan/statement-error'
import type { StatementOf } from '../syntax/tree'
import { bigint, showType, type SqlType } from '../syntax/types'
import { writerOf } from './formats'
import type { SchemaClient } from './formats/schema-client'

const widening = ['INTEGER', 'BIGINT', 'DOUBLE']

/** INSERT INTO … VALUES: one record. */
export async function insertValues(
  statement: StatementOf<'insertValues'>,
  catalog: Catalog,
  { producer, schemas, now }: { producer: Producer; schemas: SchemaClient; now: number },
): Promise<void> {
  const source = sourceNamed(catalog, statement.target)
  if (source.isReadOnly)
    throw new StatementError(`Cannot insert values into read-only ${source.kind.toLowerCase()}: ${source.name}`)
  if (source.window) throw new StatementError('Cannot insert values into windowed stream/table')
  const columns = [...source.key, ...source.value]
  const names = statement.columns ?? (source.dialect === 'old' ? source.value : columns).map(({ name }) => name)
  if (names.length !== statement.values.length) {
    throw new StatementError(
      `Expected a value for each column. Expected Columns: [${names.join(', ')}]. Got ${statement.values.length} values.`,
    )
  }
  const given = new Map<string, Value>()
  for (const [index, name] of names.entries()) {
    const column = name === 'ROWTIME' ? { name, type: bigint } : columns.find(column => column.name === name)
    if (!column) throw new StatementError(`Column name ${name} does not exist.`)
    const { type, evaluate } = compile(statement.values[index]!, {
      columns: [],
      sources: [],
      dialect: source.dialect,
      types: catalog.types,
    })
    given.set(name, widened(column, type)(evaluate([])))
  }
  if (source.keyHint !== null && !given.has('ROWKEY')) {
    const hint = given.get(source.keyHint)
    if (hint !== undefined && hint !== null) given.set('ROWKEY', String(hint))
  }
  const key = source.key.map(({ name }) => given.get(name) ?? null)
  const value = source.value.map(({ name }) => given.get(name) ?? null)
  const isKeyless = key.every(part => part === null)
  if (source.kind === 'TABLE' && isKeyless) {
    throw new StatementError(
      `Failed to insert values into '${source.name}'. Value for primary key column(s) ${source.key.map(({ name }) => name).join(', ')} is required for tables`,
    )
  }
  const keys = writerOf('key', source.topic, source.keyFormat, source.key, schemas)
  const values = writerOf('value', source.topic, source.valueFormat, source.value, schemas)
  await values.prepare()
  if (!isKeyless) await keys.prepare()
  const message = {
    key: isKeyless ? null : keys.write(key),
    value: values.write(value),
    timestamp: String(given.get('ROWTIME') ?? now),
  }
  await producer.send({ topic: source.topic, acks: -1, messages: [message] })
}

/** Numbers widen, and texts become times; nothing else is converted. */
function widened({ name, type }: Column, from: SqlType | null): (value: Value) => Value {
  if (from === null || showType(from) === showType(type)) return value => value
  const [a, b] = [widening.indexOf(from.base), widening.indexOf(type.base)]
  const isTime = from.base === 'STRING' && ['TIMESTAMP', 'DATE', 'TIME'].includes(type.base)
  if ((a >= 0 && b >= a) || isTime) return castOf(from, type)
  if (from.base === type.base && ['ARRAY', 'MAP', 'STRUCT'].includes(type.base)) return value => value
  throw new StatementError(`Expected type ${showType(type)} for field \`${name}\` but got ${showType(from)}`)
}
