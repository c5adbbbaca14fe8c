import { describe, expect, it } from 'vitest'
import { atLeast, oneOf, parseConfig, readConfig, withPrefix, type ConfigType, type Definition } from './definition'

const define = (type: ConfigType, more: Partial<Definition> = {}): Definition[] => [
  { name: 'key', type, importance: 'LOW', documentation: '', ...more },
]
const parse = (definitions: Definition[], text?: string) =>
  parseConfig(definitions, text === undefined ? {} : { key: text }).get('key')!

describe('a value of a configuration', () => {
  it.each<[ConfigType, string, unknown]>([
    ['STRING', ' text ', 'text'],
    ['LIST', 'a, b ,c', ['a', 'b', 'c']],
    ['LIST', '', []],
    ['BOOLEAN', 'TRUE', true],
    ['INT', '500', 500],
    ['INT', '-2147483648', -2147483648],
    ['LONG', '4294967296', 4294967296],
    ['DOUBLE', '0.5', 0.5],
  ])('%s %j is %j', (type, text, value) => {
    expect(parse(define(type), text)).toEqual({ value, errors: [] })
  })

  it.each<[ConfigType, string, string]>([
    ['INT', 'x', 'Invalid value x for configuration key: Not a number of type INT'],
    ['INT', '', 'Invalid value  for configuration key: Not a number of type INT'],
    ['INT', '2147483648', 'Invalid value 2147483648 for configuration key: Not a number of type INT'],
    ['INT', '1.5', 'Invalid value 1.5 for configuration key: Not a number of type INT'],
    [
      'LONG',
      '99999999999999999999',
      'Invalid value 99999999999999999999 for configuration key: Not a number of type LONG',
    ],
    ['BOOLEAN', 'yes', 'Invalid value yes for configuration key: Expected value to be either true or false'],
    ['DOUBLE', 'many', 'Invalid value many for configuration key: Not a number of type DOUBLE'],
  ])('%s %j is refused', (type, text, error) => {
    expect(parse(define(type), text)).toEqual({ value: null, errors: [error] })
  })

  it('takes its default when it is missing, and is an error without one', () => {
    expect(parse(define('INT', { default: 7 })).value).toBe(7)
    expect(parse(define('INT')).errors).toEqual(['Missing required configuration "key" which has no default value.'])
  })

  it('is checked', () => {
    expect(parse(define('INT', { check: atLeast(1) }), '0').errors).toEqual([
      'Invalid value 0 for configuration key: Value must be at least 1',
    ])
    expect(parse(define('STRING', { check: oneOf('a', 'b') }), 'c').errors[0]).toContain('String must be one of: a, b')
  })
})

describe('a configuration in use', () => {
  it('raises the first error', () => {
    expect(() => readConfig(define('INT'), { key: 'x' })).toThrow('Not a number of type INT')
  })

  it('has parts for prefixes', () => {
    expect(withPrefix({ 'a.b': '1', 'a.c.d': '2', other: '3' }, 'a.')).toEqual({ b: '1', 'c.d': '2' })
  })
})
