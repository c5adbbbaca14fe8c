import { showType, type SqlType } from '../syntax/types'
import type { Column, FormatSpec } from './catalog'
import { StatementError } from './statement-error'

const kafkaTypes = ['INTEGER', 'BIGINT', 'DOUBLE', 'STRING', 'BYTES']
const nested = ['ARRAY', 'MAP', 'STRUCT']

/** @throws StatementError when the format cannot carry these columns, in ksqlDB's words */
export function checkKeyFormat({ name }: FormatSpec, columns: Column[]): void {
  if (columns.length === 0) return
  if (columns.some(({ type }) => hasMap(type))) {
    throw new StatementError(
      'Map keys, including types that contain maps, are not supported as they may lead to unexpected behavior due to inconsistent serialization.',
    )
  }
  check('Key', name, columns)
}

/** @throws StatementError when the format cannot carry these columns, in ksqlDB's words */
export function checkValueFormat({ name }: FormatSpec, columns: Column[]): void {
  check('Value', name, columns)
}

function check(part: 'Key' | 'Value', format: string, columns: Column[]): void {
  const reason = problemOf(format, columns)
  if (!reason) return
  const schema = columns.map(column => `\`${column.name}\` ${showType(column.type)}`).join(', ')
  throw new StatementError(
    `${part} format does not support schema.\nformat: ${format}\nschema: Persistence{columns=[${schema}], features=[]}\nreason: ${reason}`,
  )
}

function problemOf(format: string, columns: Column[]): string | null {
  if (format === 'NONE' && columns.length > 0) return "The 'NONE' format can only be used when no columns are defined."
  if (format === 'KAFKA') {
    if (columns.length > 1)
      return `The 'KAFKA' format only supports a single field. Got: [${columns.map(({ name }) => `\`${name}\``).join(', ')}]`
    const odd = columns.find(({ type }) => !kafkaTypes.includes(type.base))
    if (odd) return `The 'KAFKA' format does not support type '${odd.type.base}', column: \`${odd.name}\``
  }
  if (format === 'DELIMITED') {
    const odd = columns.find(({ type }) => nested.includes(type.base))
    if (odd) return `The 'DELIMITED' format does not support type '${odd.type.base}', column: \`${odd.name}\``
  }
  return null
}

function hasMap(type: SqlType): boolean {
  if (type.base === 'MAP') return true
  if (type.base === 'ARRAY') return hasMap(type.item)
  return type.base === 'STRUCT' && type.fields.some(field => hasMap(field.type))
}
