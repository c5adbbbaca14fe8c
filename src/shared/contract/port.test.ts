import { describe, expect, it } from 'vitest'
import { portNews, portWordPrefix } from './port'

describe('the news between page and desktop', () => {
  it('are read as they were said', () => {
    const views = [{ name: 'map', title: 'Map' }]
    expect(portNews.views.read(portNews.views.say(views))).toEqual(views)
    expect(portNews.go.read(portNews.go.say('/topics/a%2Fb?partition=0'))).toBe('/topics/a%2Fb?partition=0')
    expect(portNews.go.read(portNews.go.say('back'))).toBe('back')
  })

  it('begin with the prefix that no message of the contract has, and are told apart', () => {
    const text = portNews.go.say('/map')
    expect(text.startsWith(portWordPrefix)).toBe(true)
    expect(portNews.go.is(text)).toBe(true)
    expect(portNews.views.is(text)).toBe(false)
    expect(portNews.views.is({})).toBe(false)
  })

  it.each([
    portNews.views.say([{ name: '../x', title: 'X' }]),
    portNews.views.say([{ name: 'map', title: '' }]),
    portNews.views.say(Array.from({ length: 41 }, () => ({ name: 'map', title: 'Map' }))),
    'elevated:views:{"name":',
    'elevated:views:7',
  ])('refuse views that are none: %.60s', text => expect(portNews.views.read(text)).toBeNull())

  it.each(['http://example.invalid/', '//example.invalid/', 'map', `/${'x'.repeat(2_000)}`])(
    'refuse to lead to %.40s',
    to => expect(portNews.go.read(portNews.go.say(to))).toBeNull(),
  )
})
