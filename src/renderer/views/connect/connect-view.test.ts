import { describe, expect, it } from 'vitest'
import { formatAddress, parseAddress } from './address'
import { lookOf, lookOfConnector, reasonOf, simpleName } from './states'

const parse = (address: string) => {
  const url = new URL(address, 'http://x')
  return parseAddress(url.pathname, url.searchParams)
}

describe('an address of Connect', () => {
  it.each(['/connect', '/connect?show=plugins', '/connect/stations?task=0', '/connect/a%2Fb?task=3&q=jdbc'])(
    '%s stays as it is when it is read and written',
    address => expect(formatAddress(parse(address))).toBe(address),
  )

  it('that makes no sense is read as far as it does', () => {
    const plain = { connector: 'a', task: null, show: 'connectors', filter: '' }
    expect(parse('/connect/a?task=-1&show=all')).toEqual(plain)
    expect(parse('/connect/a?task=99999999')).toEqual(plain)
    expect(parseAddress('/connect/%', new URLSearchParams()).connector).toBe('%')
  })
})

describe('a state', () => {
  it('of a connector counts its failed tasks, which Connect itself does not', () => {
    expect(lookOfConnector('RUNNING', 0)).toEqual({ mark: 'ok', word: 'Running' })
    expect(lookOfConnector('RUNNING', 2)).toEqual({ mark: 'failed', word: 'Running, 2 failed' })
    expect(lookOfConnector('FAILED', 2)).toEqual({ mark: 'failed', word: 'Failed' })
  })

  it('that is not known is shown as Connect calls it', () => {
    expect(lookOf('HIBERNATING')).toEqual({ mark: 'slow', word: 'HIBERNATING' })
    expect(lookOf(null).word).toBe('No status yet')
  })
})

it.each([
  ['a.b.ConnectException: c.PSQLException: FATAL: no', 'FATAL: no'],
  ['java.lang.OutOfMemoryError: heap', 'heap'],
  ['java.lang.NullPointerException', 'java.lang.NullPointerException'],
  ['a.b.SomeException: ', 'a.b.SomeException: '],
  ['plain words: more', 'plain words: more'],
])('of the line %s it is said: %s', (line, reason) => expect(reasonOf(line)).toBe(reason))

it('a class is called by its simple name', () => {
  expect(simpleName('a.b.C')).toBe('C')
  expect(simpleName('C')).toBe('C')
})
