import { Decimal, type Schema, type Struct, type Value } from './schema'

/** A double as Java writes it: 1.0, 0.001, 1.0E7, NaN. */
export function doubleText(value: number): string {
  return numberText(value, String(value))
}

/** A float as Java writes it: the fewest digits that give the same 32 bits. */
export function floatText(value: number): string {
  for (let digits = 1; digits <= 9; digits++) {
    const text = value.toPrecision(digits)
    if (Math.fround(Number(text)) === Math.fround(value)) return numberText(value, String(Number(text)))
  }
  return numberText(value, String(value))
}

function numberText(value: number, shortest: string): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity'
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0'
  const sign = value < 0 ? '-' : ''
  const { digits, exponent } = decimalDigits(shortest.replace('-', ''))
  if (exponent >= -3 && exponent < 7) {
    if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`
    const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0')
    return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`
  }
  return `${sign}${digits[0]}.${digits.slice(1) || '0'}E${exponent}`
}

/** '1.25e-7' as digits 125 and exponent -7: the first digit stands before the point. */
function decimalDigits(text: string): { digits: string; exponent: number } {
  const [mantissa = '', power = '0'] = text.split('e')
  const [whole = '', fraction = ''] = mantissa.split('.')
  const all = whole + fraction
  const leading = all.length - all.replace(/^0+/, '').length
  const digits = all.slice(leading).replace(/0+$/, '') || '0'
  return { digits, exponent: Number(power) + whole.length - 1 - leading }
}

/** A decimal without exponent: 12.50. */
export function decimalText({ unscaled, scale }: Decimal): string {
  if (scale <= 0) return (unscaled * 10n ** BigInt(-scale)).toString()
  const sign = unscaled < 0n ? '-' : ''
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0')
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

/** Java's BigInteger.toByteArray: two's complement, big-endian, as few bytes as hold the sign. */
export function bigintBytes(value: bigint): Buffer {
  let length = 1
  while (BigInt.asIntN(length * 8, value) !== value) length++
  const hex = BigInt.asUintN(length * 8, value)
    .toString(16)
    .padStart(length * 2, '0')
  return Buffer.from(hex, 'hex')
}

/** toString() of a Connect value: Struct{a=1,b=x}; fields that are null are left out. */
export function valueText(schema: Schema, value: Value): string {
  if (value === null) return 'null'
  if (value instanceof Decimal) return decimalText(value)
  if (Buffer.isBuffer(value)) return value.toString('base64')
  if (schema.type === 'struct') {
    const struct = value as Struct
    const fields = (schema.fields ?? [])
      .filter(field => struct[field.name] != null)
      .map(field => `${field.name}=${valueText(field.schema, struct[field.name]!)}`)
    return `Struct{${fields.join(',')}}`
  }
  if (schema.type === 'float32') return floatText(value as number)
  if (schema.type === 'float64') return doubleText(value as number)
  return String(value)
}
