import type { FieldList, SchemaField } from './field'

/** What became of one field between two versions. */
export interface FieldChange {
  path: string
  kind: 'added' | 'removed' | 'changed'
  /** In words: `int became long`, `has the default "x" now`. */
  what: string[]
}

/** Added, removed and changed fields, in the order of the newer version; removed ones at the end. */
export function compareFields(older: FieldList, newer: FieldList): FieldChange[] {
  const before = byPath(older.fields)
  const after = byPath(newer.fields)
  const changes: FieldChange[] = []
  for (const [path, field] of after) {
    const old = before.get(path)
    if (!old) changes.push({ path: named(field), kind: 'added', what: [described(field)] })
    else {
      const what = differences(old, field)
      if (what.length > 0) changes.push({ path: named(field), kind: 'changed', what })
    }
  }
  for (const [path, field] of before) {
    if (!after.has(path)) changes.push({ path: named(field), kind: 'removed', what: [`was ${described(field)}`] })
  }
  return changes
}

/** A path twice, as in two records of a union, is the first of them. */
function byPath(fields: readonly SchemaField[]): Map<string, SchemaField> {
  const found = new Map<string, SchemaField>()
  for (const field of fields) if (!found.has(field.path)) found.set(field.path, field)
  return found
}

function named(field: SchemaField): string {
  return field.path || field.name
}

function described(field: SchemaField): string {
  return field.default === null ? field.type : `${field.type}, default ${field.default}`
}

function differences(old: SchemaField, field: SchemaField): string[] {
  const what: string[] = []
  if (old.type !== field.type) what.push(`${old.type} became ${field.type}`)
  if (old.default !== field.default) what.push(defaultChange(old.default, field.default))
  if (old.isRequired !== field.isRequired) what.push(field.isRequired ? 'is required now' : 'is not required any more')
  if (old.doc !== field.doc) what.push(field.doc === null ? 'lost its description' : 'has another description')
  return what
}

function defaultChange(old: string | null, now: string | null): string {
  if (old === null) return `has the default ${now} now`
  return now === null ? `lost its default ${old}` : `default ${old} became ${now}`
}
