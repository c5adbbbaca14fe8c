import { parseJson, type Json } from '../../formats/json'

export type JsonObject = { [name: string]: Json }

/** The object in a record's value, or null for a tombstone. @throws SyntaxError */
export function jsonObject(value: Buffer | null): JsonObject | null {
  if (value === null || value.length === 0) return null
  const json = parseJson(value.toString())
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw new SyntaxError('the value is no object')
  return json
}

/** Members that are text. */
export function textMembers(json: Json | undefined): Record<string, string> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return {}
  return Object.fromEntries(
    Object.entries(json).flatMap(([name, value]) => (value === null ? [] : [[name, String(value)]])),
  )
}
