import { listAt, type Definition } from '../config/definition'
import { configError } from '../data/errors'
import type { Schema } from '../data/schema'
import { changing, derived, onKeyAndValue, requireStruct } from './transform'

const definitions: Definition[] = [
  {
    name: 'exclude',
    type: 'LIST',
    default: [],
    importance: 'MEDIUM',
    documentation: 'Fields to exclude. This takes precedence over the fields to include.',
  },
  {
    name: 'include',
    type: 'LIST',
    default: [],
    importance: 'MEDIUM',
    documentation: 'Fields to include. If specified, only these fields will be used.',
  },
  // The names before Kafka 2.6.
  { name: 'blacklist', type: 'LIST', default: [], importance: 'LOW', documentation: 'Deprecated: use exclude.' },
  { name: 'whitelist', type: 'LIST', default: [], importance: 'LOW', documentation: 'Deprecated: use include.' },
  {
    name: 'renames',
    type: 'LIST',
    default: [],
    importance: 'MEDIUM',
    documentation: 'Field rename mappings, as old:new with commas between them.',
  },
]

/** Leaves fields out and gives others new names. */
export const replaceField = onKeyAndValue('ReplaceField', definitions, (values, side) => {
  const excluded = new Set([...listAt(values, 'exclude'), ...listAt(values, 'blacklist')])
  const included = new Set([...listAt(values, 'include'), ...listAt(values, 'whitelist')])
  const renames = new Map(listAt(values, 'renames').map(parseRename))
  const kept = (name: string) => !excluded.has(name) && (included.size === 0 || included.has(name))
  const plan = derived((schema: Schema) => {
    const fields = schema.fields!.filter(field => kept(field.name))
    const moves = fields.map(field => ({ from: field.name, to: renames.get(field.name) ?? field.name }))
    const renamed = fields.map((field, index) => ({ ...field, name: moves[index]!.to }))
    return { moves, schema: { ...schema, fields: renamed } }
  })
  return changing(side, data => {
    const { schema, struct } = requireStruct(data, 'field replacement')
    const { moves, schema: newSchema } = plan(schema)
    return { schema: newSchema, value: Object.fromEntries(moves.map(({ from, to }) => [to, struct[from] ?? null])) }
  })
})

function parseRename(text: string): [string, string] {
  const [from, to, ...more] = text.split(':')
  if (!from || !to || more.length > 0) {
    throw configError(`Invalid value ${text} for configuration renames: Invalid rename mapping: ${text}`)
  }
  return [from.trim(), to.trim()]
}
