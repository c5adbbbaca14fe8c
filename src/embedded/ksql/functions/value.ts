/**
 * A SQL value. BIGINT is a number where a double holds it exactly, else a bigint; TIMESTAMP is ms since 1970-01-01 UTC,
 * DATE days since then, TIME ms since midnight; MAP and STRUCT are objects; BYTES are bytes.
 */
export type Value = null | boolean | number | bigint | string | Uint8Array | Value[] | { [name: string]: Value }

/** A whole number of 64 bits in its SQL form; what does not fit wraps around, as in Java. */
export function bigintValue(value: bigint): number | bigint {
  const wrapped = BigInt.asIntN(64, value)
  return wrapped >= -9007199254740991n && wrapped <= 9007199254740991n ? Number(wrapped) : wrapped
}

/** Whether both are of the same SQL type and equal; nulls are equal here. */
export function sameValue(a: Value, b: Value): boolean {
  if (a === b) return true
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') {
    return (
      (typeof a === 'number' || typeof a === 'bigint') &&
      (typeof b === 'number' || typeof b === 'bigint') &&
      a <= b &&
      a >= b
    )
  }
  if (a instanceof Uint8Array) {
    return b instanceof Uint8Array && a.length === b.length && a.every((byte, index) => byte === b[index])
  }
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => sameValue(item, b[index] ?? null))
  }
  if (Array.isArray(b) || b instanceof Uint8Array) return false
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every(name => sameValue(a[name] ?? null, b[name] ?? null))
}

/** Below 0, 0 or above 0 as a stands to b; both of one comparable type, none null. */
export function compareValues(a: Value, b: Value): number {
  if (a instanceof Uint8Array && b instanceof Uint8Array) return compareBytes(a, b)
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b)
  const [left, right] = [a as number | bigint | string, b as number | bigint | string]
  return left < right ? -1 : left > right ? 1 : 0
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length)
  for (let at = 0; at < shared; at++) if (a[at] !== b[at]) return a[at]! - b[at]!
  return a.length - b.length
}

/** As Java's String.valueOf writes it: doubles always have a point. */
export function textOfValue(value: Value, isDouble = false): string {
  if (typeof value === 'number' && isDouble) return textOfDouble(value)
  if (value === null) return 'null'
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (Array.isArray(value)) return `[${value.map(item => textOfValue(item)).join(', ')}]`
  if (typeof value === 'object') {
    return `{${Object.entries(value)
      .map(([name, item]) => `${name}=${textOfValue(item)}`)
      .join(', ')}}`
  }
  return String(value)
}

function textOfDouble(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity'
  const size = Math.abs(value)
  if (size === 0 || (size >= 1e-3 && size < 1e7)) return Number.isInteger(value) ? value.toFixed(1) : String(value)
  const [digits = '', exponent = ''] = value.toExponential().split('e')
  return `${digits.includes('.') ? digits : digits + '.0'}E${Number(exponent)}`
}
