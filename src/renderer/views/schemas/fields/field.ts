/** A field of a schema, as a row of its table. */
export interface SchemaField {
  /** Its name with those of the fields around it, such as `address.street`; unique in its schema. */
  path: string
  name: string
  /** 0 for the fields of the schema itself. */
  depth: number
  type: string
  /** As JSON; null: it has none. */
  default: string | null
  doc: string | null
  isRequired: boolean
}

/** What a schema is made of. */
export interface FieldList {
  /** The name of the record, where it has one. */
  title: string | null
  doc: string | null
  fields: SchemaField[]
  /** There are more than are listed. */
  isCut: boolean
}

/** More fields than this are not listed; the text has them all. */
export const fieldsMax = 5_000

/** Fields deeper than this are not listed: the row would have no room for the name. */
export const depthMax = 24

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

/** A default as JSON. Of a number that JavaScript had to round it says so: the text has it in full. */
export function defaultOf(owner: Record<string, unknown>): string | null {
  if (!('default' in owner)) return null
  const value = owner.default
  const isRounded = typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)
  return isRounded ? `≈ ${value}` : JSON.stringify(value)
}
