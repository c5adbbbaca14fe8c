import type { KsqlColumn } from '../../../shared/contract/ksql'

/** A type as DESCRIBE and EXPLAIN have it. */
export interface TypeEntity {
  type: string
  fields?: FieldEntity[] | null
  memberSchema?: TypeEntity | null
  parameters?: { precision?: number; scale?: number }
}

export interface FieldEntity {
  name: string
  schema?: TypeEntity
  /** KEY for key columns; absent for others, and in KSQL 5.x, where it names the type. */
  type?: string
}

/** A column with its type as SQL spells it. KSQL 5.x has `type` beside the name instead of a schema. */
export function columnOf({ name, schema, type }: FieldEntity): KsqlColumn {
  if (!schema) return { name, type: type ?? '', isKey: false }
  return { name, type: typeText(schema), isKey: type === 'KEY' }
}

export function typeText(schema: TypeEntity): string {
  const { type, fields, memberSchema, parameters } = schema
  switch (type) {
    case 'ARRAY':
      return `ARRAY<${memberSchema ? typeText(memberSchema) : '?'}>`
    case 'MAP':
      return `MAP<STRING, ${memberSchema ? typeText(memberSchema) : '?'}>`
    case 'STRUCT':
      return `STRUCT<${(fields ?? []).map(field => `${field.name} ${columnOf(field).type}`).join(', ')}>`
    case 'DECIMAL':
      return parameters?.precision === undefined ? type : `DECIMAL(${parameters.precision}, ${parameters.scale ?? 0})`
    default:
      return type
  }
}

/** The columns of a header such as `` `ID` INTEGER KEY, `TAGS` ARRAY<STRING> ``. */
export function columnsOfSchema(schema: string): KsqlColumn[] {
  return splitAtCommas(schema).map(text => {
    const quoted = /^`((?:[^`]|``)*)`\s*([\s\S]*)$/.exec(text)
    const [, name = '', rest = ''] = quoted ?? /^(\S+)\s*([\s\S]*)$/.exec(text) ?? []
    const key = /\s+(?:PRIMARY\s+)?KEY$/i.exec(rest)
    return {
      name: quoted ? name.replaceAll('``', '`') : name,
      type: (key ? rest.slice(0, key.index) : rest).trim(),
      isKey: key !== null,
    }
  })
}

/** Commas inside of types and quoted names do not separate. */
function splitAtCommas(text: string): string[] {
  const parts: string[] = []
  let depth = 0
  let isQuoted = false
  let start = 0
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!
    if (character === '`') isQuoted = !isQuoted
    if (isQuoted) continue
    if ('<('.includes(character)) depth++
    if ('>)'.includes(character)) depth--
    if (character !== ',' || depth > 0) continue
    parts.push(text.slice(start, at).trim())
    start = at + 1
  }
  parts.push(text.slice(start).trim())
  return parts.filter(part => part !== '')
}
