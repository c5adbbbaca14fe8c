import { describe, expect, it } from 'vitest'
import { parseAddress, profileAddress, tabAddress } from './address'

describe('an address of the settings', () => {
  it.each([
    ['/settings', '', { tab: 'appearance', profile: null }],
    ['/settings/profiles', '', { tab: 'profiles', profile: null }],
    ['/settings/profiles', 'new', { tab: 'profiles', profile: 'new' }],
    ['/settings/profiles/new', '', { tab: 'profiles', profile: { id: 'new' } }],
    ['/settings/profiles/a%2Fb', '', { tab: 'profiles', profile: { id: 'a/b' } }],
    ['/settings/profiles/%', '', { tab: 'profiles', profile: { id: '%' } }],
    ['/settings/about', 'new', { tab: 'about', profile: null }],
    ['/settings/nonsense', '', null],
    ['/settings/about/x', '', null],
    ['/settings/profiles/a/b', '', null],
  ])('%s?%s', (path, search, place) => {
    expect(parseAddress(path, search)).toEqual(place)
  })

  it('comes back from what it was made of', () => {
    for (const profile of ['new', null, { id: 'new' }, { id: 'ü/?' }] as const) {
      const [path = '', search = ''] = profileAddress(profile).split('?')
      expect(parseAddress(path, search)?.profile).toEqual(profile)
    }
    expect(parseAddress(tabAddress('about'), '')?.tab).toBe('about')
  })
})
