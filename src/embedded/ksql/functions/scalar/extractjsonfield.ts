import { parseJson, stringifyJson, type Json } from '../../../formats/json'
import { string } from '../../syntax/types'
import { ofStrings, type ScalarFunction } from './function'

/** What a path such as $.a.b[0] finds in a JSON text, as text. */
export const extractjsonfield: ScalarFunction = {
  name: 'EXTRACTJSONFIELD',
  category: 'JSON',
  description: 'What a path such as $.a.b[0] finds in a JSON text, as text.',
  overloads: [ofStrings(2, string, (text, path) => extract(text, path))],
}

function extract(text: string, path: string): string | null {
  let at: Json | undefined = parseJson(text)
  for (const [, name, index] of path.matchAll(/\.([^.[\]]+)|\[(\d+)\]/g)) {
    if (at === null || at === undefined || typeof at !== 'object') return null
    at = Array.isArray(at) ? (index === undefined ? undefined : at[Number(index)]) : at[name ?? '']
  }
  if (at === undefined || at === null) return null
  return typeof at === 'string' ? at : stringifyJson(at)
}
