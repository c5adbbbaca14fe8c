import { describe, expect, it } from 'vitest'
import { ConnectError, traceOf } from './errors'
import { bigintBytes, decimalText, doubleText, floatText, valueText } from './java-text'
import { Decimal, schemaOf, type Schema } from './schema'

describe('a double as Java writes it', () => {
  it.each([
    [1, '1.0'],
    [-0, '-0.0'],
    [0.001, '0.001'],
    [0.00099, '9.9E-4'],
    [9_999_999, '9999999.0'],
    [10_000_000, '1.0E7'],
    [123456.789, '123456.789'],
    [-1.5e-10, '-1.5E-10'],
    [1.7976931348623157e308, '1.7976931348623157E308'],
    [NaN, 'NaN'],
    [-Infinity, '-Infinity'],
  ])('%s is %s', (value, text) => expect(doubleText(value)).toBe(text))
})

describe('a float as Java writes it', () => {
  it.each([
    [Math.fround(0.1), '0.1'],
    [Math.fround(3.14159), '3.14159'],
    [Math.fround(16777216), '1.6777216E7'],
  ])('%s is %s', (value, text) => expect(floatText(value)).toBe(text))
})

describe('a decimal', () => {
  it.each([
    [new Decimal(1250n, 2), '12.50'],
    [new Decimal(-5n, 3), '-0.005'],
    [new Decimal(7n, 0), '7'],
    [new Decimal(7n, -2), '700'],
  ])('%o is written %s', (value, text) => expect(decimalText(value)).toBe(text))
})

describe('the bytes of a whole number', () => {
  it.each([
    [0n, '00'],
    [127n, '7f'],
    [128n, '0080'],
    [-128n, '80'],
    [-129n, 'ff7f'],
    [1250n, '04e2'],
  ])('%s is %s', (value, hex) => expect(bigintBytes(value).toString('hex')).toBe(hex))
})

describe('the text of a struct', () => {
  it('names its fields and leaves nulls out', () => {
    const schema: Schema = {
      type: 'struct',
      optional: false,
      fields: [
        { name: 'a', schema: schemaOf('int32') },
        { name: 'b', schema: schemaOf('string', true) },
        { name: 'c', schema: schemaOf('float64') },
      ],
    }
    expect(valueText(schema, { a: 1, b: null, c: 2 })).toBe('Struct{a=1,c=2.0}')
  })
})

describe('a trace', () => {
  it('names the classes and every cause', () => {
    const error = new ConnectError('it failed', { cause: new Error('the database said no') })
    expect(traceOf(error)).toBe(
      'org.apache.kafka.connect.errors.ConnectException: it failed\nCaused by: Error: the database said no\n',
    )
  })

  it('ends even if an error is its own cause', () => {
    const error = new Error('ring')
    error.cause = error
    expect(traceOf(error).split('\n').length).toBeLessThan(20)
  })
})
