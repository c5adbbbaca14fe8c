import { parseJson, stringifyJson, type Json } from '../../formats/json'
import type { Position } from '../data/record'
import { jsonObject } from './json-record'

export interface StoredOffset {
  /** The key of its record, byte for byte: a tombstone must have the same. */
  key: string
  partition: Position
  offset: Position
}

/** What the topic connect-offsets says: key ["NAME",{partition}], value {offset}; by connector and partition. */
export type OffsetState = Map<string, Map<string, StoredOffset>>

/** @throws SyntaxError */
export function applyOffset(state: OffsetState, key: string, value: Buffer | null): void {
  const [name, partition] = parseKey(key)
  const own = state.get(name) ?? new Map<string, StoredOffset>()
  const offset = jsonObject(value) as Position | null
  if (offset) own.set(canonical(partition), { key, partition, offset })
  else own.delete(canonical(partition))
  if (own.size > 0) state.set(name, own)
  else state.delete(name)
}

function parseKey(key: string): [string, Position] {
  const json = parseJson(key)
  if (!Array.isArray(json) || typeof json[0] !== 'string')
    throw new SyntaxError('the key is not [connector, partition]')
  return [json[0], json[1] as Position]
}

export function findOffset(state: OffsetState, name: string, partition: Position): StoredOffset | null {
  return state.get(name)?.get(canonical(partition)) ?? null
}

export function offsetKey(name: string, partition: Position): string {
  return stringifyJson([name, partition])
}

/** The same for partitions that differ only in the order of their members. */
export function canonical(partition: Position): string {
  const sorted = Object.entries(partition).sort(([a], [b]) => (a < b ? -1 : 1))
  return stringifyJson(Object.fromEntries(sorted) as { [name: string]: Json })
}
