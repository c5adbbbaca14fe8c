const two32 = 0x1_0000_0000

/** -1 → 1, 1 → 2, -2 → 3: small numbers of either sign become small unsigned ones. 32 bits. */
export function zigzag(value: number): number {
  return ((value << 1) ^ (value >> 31)) >>> 0
}

export function unzigzag(value: number): number {
  return (value >>> 1) ^ -(value & 1)
}

/**
 * The zigzag number of 64 bits that was read as its 28 low bits and what is above them, exact for results up to 2^53.
 * Worked example: -3 travels as 5 → high 0, low 5 → odd, so -(5 + 1) / 2 = -3.
 */
export function unzigzagLong(high: number, low: number): number {
  const isNegative = low % 2 === 1
  // Halving before adding keeps 54 bits of the unsigned number exact: high * 2^28 is even.
  const half = high * 2 ** 27 + Math.floor(low / 2)
  return isNegative ? -half - 1 : half
}

/** Bytes that the unsigned varint of `value` takes. */
export function uvarintLength(value: number): number {
  let length = 1
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) length++
  return length
}

export function varintLength(value: number): number {
  return uvarintLength(zigzag(value))
}

/** Bytes that the zigzag varlong of `value`, at most 2^52 in size, takes. */
export function varlongLength(value: number): number {
  return uvarintLength(zigzagLong(value))
}

/** Exact for values from -2^52 to 2^52. */
export function zigzagLong(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value
}

/** The two halves of a 64-bit two's complement number; beyond 2^63 the largest one. */
export function halves(value: number): { high: number; low: number } {
  if (value >= 2 ** 63) return { high: 0x7fff_ffff, low: 0xffff_ffff }
  if (value <= -(2 ** 63)) return { high: -0x8000_0000, low: 0 }
  const high = Math.floor(value / two32)
  return { high, low: value - high * two32 }
}
