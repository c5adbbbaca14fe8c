import { bigintValue, textOfValue, type Value } from '../../functions/value'
import { castOf } from '../../plan/expression/cast'
import { showType, string, type SqlType } from '../../syntax/types'

/** Turns what a decoder gives into a value of a column's type. */
export type Coerce = (raw: unknown) => Value

/** @throws Error, when the result is called, with a value that does not fit */
export function coerceTo(type: SqlType): Coerce {
  const convert = conversion(type)
  return raw => (raw === null || raw === undefined ? null : convert(raw))
}

function conversion(type: SqlType): (raw: NonNullable<unknown>) => Value {
  switch (type.base) {
    case 'BOOLEAN':
      return raw => (typeof raw === 'boolean' ? raw : misfit(raw, type))
    case 'INTEGER':
      return raw => whole(raw, 32, type)
    case 'BIGINT':
      return raw => whole(raw, 64, type)
    case 'TIMESTAMP':
    case 'DATE':
    case 'TIME':
      return raw => whole(raw, 64, type)
    case 'DOUBLE':
      return raw => {
        if (typeof raw === 'number' || typeof raw === 'bigint') return Number(raw)
        return typeof raw === 'string' ? castOf(string, type)(raw) : misfit(raw, type)
      }
    case 'STRING':
      return raw => (typeof raw === 'string' ? raw : textOfValue(raw as Value))
    case 'BYTES':
      return raw => {
        if (raw instanceof Uint8Array) return raw
        return typeof raw === 'string' ? Buffer.from(raw, 'base64') : misfit(raw, type)
      }
    case 'ARRAY': {
      const item = coerceTo(type.item)
      return raw => (Array.isArray(raw) ? raw.map(item) : misfit(raw, type))
    }
    case 'MAP':
      return mapConversion(type, coerceTo(type.value))
    case 'STRUCT': {
      const pick = fieldPicker(type.fields)
      return raw => {
        if (!isObject(raw)) return misfit(raw, type)
        const values = pick(raw)
        return Object.fromEntries(type.fields.map(({ name }, index) => [name, values[index] ?? null]))
      }
    }
    case 'DECIMAL':
      return raw => misfit(raw, type)
  }
}

/** A map is an object, or an array of entries with key and value, as Avro written by ksqlDB has it. */
function mapConversion(type: SqlType, value: Coerce): (raw: NonNullable<unknown>) => Value {
  return raw => {
    if (Array.isArray(raw)) {
      return Object.fromEntries(
        (raw as { key: unknown; value: unknown }[]).map(entry => [String(entry.key), value(entry.value)]),
      )
    }
    if (!isObject(raw)) return misfit(raw, type)
    return Object.fromEntries(Object.entries(raw).map(([key, item]) => [key, value(item)]))
  }
}

function whole(raw: NonNullable<unknown>, bits: 32 | 64, type: SqlType): Value {
  if (typeof raw === 'number') {
    const number = Math.trunc(raw)
    if (bits === 32 ? number === (number | 0) : Number.isSafeInteger(number)) return number
    return misfit(raw, type)
  }
  if (typeof raw === 'bigint') return BigInt.asIntN(bits, raw) === raw ? bigintValue(raw) : misfit(raw, type)
  return typeof raw === 'string'
    ? castOf(string, bits === 32 ? { base: 'INTEGER' } : { base: 'BIGINT' })(raw)
    : misfit(raw, type)
}

function misfit(raw: unknown, type: SqlType): never {
  throw new Error(`${kindOf(raw)} does not fit ${showType(type)}`)
}

function kindOf(raw: unknown): string {
  if (Array.isArray(raw)) return 'an array'
  return typeof raw === 'object' ? 'an object' : `${typeof raw} ${String(raw).slice(0, 40)}`
}

/**
 * Picks fields out of decoded objects by name, without case, in the order of `fields`. What is missing is null. Which
 * name goes where is remembered, because the records of a topic look alike.
 */
export function fieldPicker(fields: { name: string; type: SqlType }[]): (raw: { [name: string]: unknown }) => Value[] {
  const coerce = fields.map(({ type }) => coerceTo(type))
  const places = new Map<string, number>()
  const placeOf = (name: string) => {
    const exact = fields.findIndex(field => field.name === name)
    const place = exact >= 0 ? exact : fields.findIndex(field => field.name.toUpperCase() === name.toUpperCase())
    if (places.size < namesMax) places.set(name, place)
    return place
  }
  return raw => {
    const values: Value[] = new Array<Value>(fields.length).fill(null)
    for (const name in raw) {
      const place = places.get(name) ?? placeOf(name)
      if (place >= 0) values[place] = coerce[place]!(raw[name])
    }
    return values
  }
}

/** Field names that a picker remembers; a topic whose records all differ would fill memory. */
const namesMax = 10_000

export function isObject(raw: unknown): raw is { [name: string]: unknown } {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw) && !(raw instanceof Uint8Array)
}
