import { expect, it } from 'vitest'
import { formatAddress, noSubject, parseAddress } from './address'

const parse = (address: string) => {
  const url = new URL(address, 'http://x')
  return parseAddress(url.pathname, url.searchParams)
}

it.each([
  '/schemas',
  '/schemas?deleted=1&q=turn',
  '/schemas/org.chicago.cta.turnstile.v1-value',
  '/schemas/a?version=2&diff=1',
  '/schemas/a?version=2&diff=1&layout=side',
  '/schemas/a%2Fb%25%20%3Cc%3E?version=2147483647',
])('%s stays as it is when it is read and written', address => {
  expect(formatAddress(parse(address))).toBe(address)
})

it.each(['x', '0', '-1', '1.5', '2147483648', '', '<b>'])('the version %s is said to be none', version => {
  expect(parse(`/schemas/a?version=${encodeURIComponent(version)}`)).toMatchObject({
    version: null,
    wrongVersion: version,
  })
  expect(parse(`/schemas/a?diff=${encodeURIComponent(version)}`).wrongVersion).toBe(version)
})

it('what makes no sense is at its default', () => {
  expect(parse('/schemas?layout=7&deleted=yes&other=1')).toEqual(noSubject)
  expect(parseAddress('/schemas/%E0%A4%A', new URLSearchParams()).subject).toBe('%E0%A4%A')
  expect(parse(`/schemas?q=${'x'.repeat(5_000)}`).filter).toHaveLength(200)
})
