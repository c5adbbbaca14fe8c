import { describe, expect, it } from 'vitest'
import { formatAddress, parseAddress, parseOffset, topicAddress } from './address'

const parse = (address: string) => {
  const url = new URL(address, 'http://x')
  return parseAddress(url.pathname, url.searchParams)
}

describe('an address of the inspector', () => {
  it.each([
    '/topics',
    '/topics/orders',
    '/topics/orders?tab=config',
    '/topics/orders?from=earliest',
    '/topics/orders?from=live&only=2',
    '/topics/orders?from=offset:123&only=0&order=newest',
    '/topics/orders?from=time:1784067878000',
    '/topics/orders?from=latest&partition=1&offset=215452&detail=bytes',
    '/topics/orders?partition=0&offset=9223372036854775807',
    '/topics/orders?q=a+b%26c',
    '/topics/a%2Fb%20%3Cc%3E',
  ])('%s stays as it is when it is read and written', address => {
    expect(formatAddress(parse(address))).toBe(address)
  })

  it('that names only a record reads its partition from a little before it', () => {
    expect(parse('/topics/orders?partition=2&offset=215452')).toMatchObject({
      selected: { partition: 2, offset: '215452' },
      from: { kind: 'offset', offset: '215442' },
      only: 2,
      order: 'oldest',
    })
    expect(parse('/topics/orders?partition=2&offset=3').from).toEqual({ kind: 'offset', offset: '0' })
  })

  it.each([
    '/topics/orders?tab=nonsense&from=tomorrow&only=-1&order=sideways&partition=x&offset=1.5&detail=7',
    '/topics/orders?from=offset:-5&partition=0',
    '/topics/orders?from=offset:99999999999999999999&offset=3',
    '/topics/orders?from=time:1e99&only=99999999999',
    '/topics/orders?from=time:9999999999999999',
  ])('%s is read as far as it makes sense', address => {
    expect(parse(address)).toEqual(topicAddress('orders'))
  })

  it('keeps a name that is half escaped, so that it can be said not to exist', () => {
    expect(parseAddress('/topics/%E0%A4%A', new URLSearchParams()).topic).toBe('%E0%A4%A')
  })

  it('bounds the search', () => {
    expect(parse(`/topics/orders?q=${'x'.repeat(10_000)}`).search).toHaveLength(500)
  })
})

it.each([
  ['0', '0'],
  ['007', '7'],
  [' 215,452 ', '215452'],
  ['9223372036854775807', '9223372036854775807'],
  ['9223372036854775808', null],
  ['-1', null],
  ['1e3', null],
  ['', null],
  [null, null],
])('the offset %s is read as %s', (text, offset) => {
  expect(parseOffset(text)).toBe(offset)
})
