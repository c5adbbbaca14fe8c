import { describe, expect, it } from 'vitest'
import { formatAddress, parseAddress } from './address'

const parse = (address: string) => {
  const url = new URL(address, 'http://x')
  return parseAddress(url.pathname, url.searchParams)
}

describe('the address of the groups', () => {
  it('names a group, a tab and a filter, and back', () => {
    for (const address of ['/groups', '/groups/a', '/groups/a%2Fb%3F?tab=members&q=x+y', '/groups?q=city']) {
      expect(formatAddress(parse(address))).toBe(address)
    }
    expect(parse('/groups/a%2Fb%3F?tab=members').group).toBe('a/b?')
  })

  it('takes nonsense for what is shown without it', () => {
    expect(parse('/groups/?tab=offsets')).toEqual({ group: null, tab: 'partitions', filter: '' })
    expect(parseAddress('/groups/%E0%A4%A', new URLSearchParams()).group).toBe('%E0%A4%A')
    expect(parse(`/groups/${'g'.repeat(5_000)}?q=${'q'.repeat(5_000)}`).group).toHaveLength(1_000)
  })
})
