import type { Value } from '../../functions/value'

/**
 * State as it stands in a changelog: JSON, in which `{"$bytes": base64}` is BYTES and `{"$long": digits}` a BIGINT that no
 * double holds. An object of one member whose name begins with $ is written as `{"$object": …}`, so that none is mistaken.
 */
export function encodeState(value: Value): string {
  return JSON.stringify(isPlain(value) ? value : tagged(value))
}

/** @throws SyntaxError when the text is no JSON */
export function decodeState(text: string): Value {
  const parsed = JSON.parse(text) as Value
  return text.includes('"$') ? untagged(parsed) : parsed
}

function isPlain(value: Value): boolean {
  if (typeof value === 'bigint') return false
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object' || value === null) return true
  if (value instanceof Uint8Array) return false
  if (Array.isArray(value)) return value.every(isPlain)
  for (const name in value) if (name.startsWith('$') || !isPlain(value[name]!)) return false
  return true
}

function tagged(value: Value): Value {
  if (typeof value === 'bigint') return { $long: String(value) }
  if (typeof value === 'number' && !Number.isFinite(value)) return { $double: String(value) }
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('base64') }
  if (Array.isArray(value)) return value.map(tagged)
  const entries = Object.entries(value).map(([name, item]) => [name, tagged(item)] as const)
  const object = Object.fromEntries(entries)
  return entries.length === 1 && entries[0]![0].startsWith('$') ? { $object: object } : object
}

function untagged(value: Value): Value {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value
  if (Array.isArray(value)) return value.map(untagged)
  const entries = Object.entries(value)
  if (entries.length === 1) {
    const [name, item] = entries[0]!
    if (name === '$long') return BigInt(item as string)
    if (name === '$double') return Number(item as string)
    if (name === '$bytes') return Buffer.from(item as string, 'base64')
    if (name === '$object') return plainEntries(item as { [name: string]: Value })
  }
  return plainEntries(value)
}

function plainEntries(value: { [name: string]: Value }): Value {
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, untagged(item)]))
}
