import type { DecodedField, FieldType, RecordRow } from '../../../../shared/contract/records'

/** A column that a person can choose. */
export interface ColumnChoice {
  /** `key`, `value`, `size`, `headers`, or `field:` with the field's name. */
  id: string
  title: string
  /** What most of its values are; null for columns that are no fields. */
  type: FieldType | null
}

/** Values without fields, at this share of them: then fields are no good columns. */
const plainShareMax = 0.5
/** Fields that are shown by themselves at most. */
const fieldsShown = 6
/** Fields that the menu offers at most. */
export const fieldsOffered = 100

/** Every column that the rows at hand have, fields in the order in which they first appear. */
export function columnChoices(rows: readonly RecordRow[]): ColumnChoice[] {
  const fields = new Map<string, Map<FieldType, number>>()
  for (const { value } of rows) {
    for (const { name, type } of value.fields ?? []) {
      let types = fields.get(name)
      if (!types) {
        if (fields.size >= fieldsOffered) continue
        fields.set(name, (types = new Map()))
      }
      types.set(type, (types.get(type) ?? 0) + 1)
    }
  }
  return [
    { id: 'key', title: 'Key', type: null },
    { id: 'value', title: 'Value', type: null },
    { id: 'size', title: 'Size', type: null },
    { id: 'headers', title: 'Headers', type: null },
    ...[...fields].map(([name, types]) => ({ id: fieldColumn(name), title: name, type: mostOf(types) })),
  ]
}

/** Whether most values, tombstones aside, have no fields: then key and value tell more than columns that are mostly empty. */
export function isMostlyPlain(rows: readonly RecordRow[]): boolean {
  const values = rows.filter(({ value }) => value.kind !== 'null')
  const plain = values.filter(({ value }) => value.fields === null)
  return plain.length > plainShareMax * values.length
}

/** The columns to show: those chosen, as far as the rows have them, else what tells most. */
export function shownColumns(
  choices: readonly ColumnChoice[],
  chosen: readonly string[] | null,
  isPlain = false,
): ColumnChoice[] {
  const byId = new Map(choices.map(choice => [choice.id, choice]))
  if (chosen) return chosen.map(id => byId.get(id) ?? absentChoice(id)).filter(choice => choice !== null)
  const fields = choices.filter(({ type }) => type !== null)
  if (fields.length === 0 || isPlain) return ['key', 'value'].map(id => byId.get(id)!)
  return fields.slice(0, fieldsShown)
}

/** Whether a field's values are best read in a column of figures. */
export function isNumeric({ type }: ColumnChoice): boolean {
  return type === 'number'
}

export function fieldColumn(name: string): string {
  return `field:${name}`
}

/** A row's field of this column, if it has it. */
export function fieldOf({ value }: RecordRow, id: string): DecodedField | undefined {
  const name = id.slice(id.indexOf(':') + 1)
  return value.fields?.find(field => field.name === name)
}

/** Chosen before, and not in the rows at hand: it keeps its place. */
function absentChoice(id: string): ColumnChoice | null {
  return id.startsWith('field:') ? { id, title: id.slice('field:'.length), type: 'string' } : null
}

/** Null says nothing of a field's type while there is something else. */
function mostOf(types: ReadonlyMap<FieldType, number>): FieldType {
  let best: FieldType = 'null'
  let most = 0
  for (const [type, count] of types) {
    if (type === 'null' || count <= most) continue
    best = type
    most = count
  }
  return best
}
