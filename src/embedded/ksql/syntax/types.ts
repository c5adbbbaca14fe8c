/** A SQL type of a column or an expression. */
export type SqlType =
  | { base: SimpleBase }
  | { base: 'DECIMAL'; precision: number; scale: number }
  | { base: 'ARRAY'; item: SqlType }
  | { base: 'MAP'; key: SqlType; value: SqlType }
  | { base: 'STRUCT'; fields: { name: string; type: SqlType }[] }

export const simpleBases = [
  'BOOLEAN',
  'INTEGER',
  'BIGINT',
  'DOUBLE',
  'STRING',
  'BYTES',
  'TIMESTAMP',
  'DATE',
  'TIME',
] as const
export type SimpleBase = (typeof simpleBases)[number]

/** Types that have no parts, by their own names and by those that may be written for them. */
const spellings: Record<string, SimpleBase> = {
  ...Object.fromEntries(simpleBases.map(base => [base, base])),
  INT: 'INTEGER',
  VARCHAR: 'STRING',
}

export const boolean: SqlType = { base: 'BOOLEAN' }
export const integer: SqlType = { base: 'INTEGER' }
export const bigint: SqlType = { base: 'BIGINT' }
export const double: SqlType = { base: 'DOUBLE' }
export const string: SqlType = { base: 'STRING' }
export const bytes: SqlType = { base: 'BYTES' }
export const timestamp: SqlType = { base: 'TIMESTAMP' }
export const date: SqlType = { base: 'DATE' }
export const time: SqlType = { base: 'TIME' }
export const arrayOf = (item: SqlType): SqlType => ({ base: 'ARRAY', item })
export const mapOf = (key: SqlType, value: SqlType): SqlType => ({ base: 'MAP', key, value })

/** The type of that name, or undefined when it is no simple type. */
export function simpleType(name: string): SqlType | undefined {
  const base = spellings[name]
  return base && { base }
}

/** As ksqlDB writes types: `ARRAY<STRING>`, `STRUCT<A INTEGER>`. */
export function showType(type: SqlType): string {
  switch (type.base) {
    case 'DECIMAL':
      return `DECIMAL(${type.precision}, ${type.scale})`
    case 'ARRAY':
      return `ARRAY<${showType(type.item)}>`
    case 'MAP':
      return `MAP<${showType(type.key)}, ${showType(type.value)}>`
    case 'STRUCT':
      return `STRUCT<${type.fields.map(field => `\`${field.name}\` ${showType(field.type)}`).join(', ')}>`
    default:
      return type.base
  }
}

export function sameType(a: SqlType, b: SqlType): boolean {
  return showType(a) === showType(b)
}
