import { describe, expect, it } from 'vitest'
import { placeWindow, smallest } from './window-state'

const screen = { x: 0, y: 0, width: 1920, height: 1080 }
const left = { x: -1280, y: 0, width: 1280, height: 1024 }
const kept = (state: object) => JSON.stringify(state)

describe('the place of the window', () => {
  it.each(['', '{"width":', 'null', '[]', '"x"', '{"width":"wide","height":1e400}'])(
    'is the usual one after %j',
    text => {
      expect(placeWindow(text, [screen])).toEqual({ width: 1440, height: 900, maximized: false })
    },
  )

  it('is where it was, as large as it was', () => {
    const state = { x: 100, y: 50, width: 1200, height: 800, maximized: true }
    expect(placeWindow(kept(state), [screen])).toEqual(state)
  })

  it('is where it was on a second screen', () => {
    expect(placeWindow(kept({ x: -1000, y: 20, width: 1000, height: 700 }), [screen, left])).toMatchObject({ x: -1000 })
  })

  it.each([
    ['its screen is gone', { x: -1000, y: 20, width: 1000, height: 700 }],
    ['only a sliver would be seen', { x: 1900, y: 20, width: 1000, height: 700 }],
    ['its title bar would be above the screen', { x: 10, y: -40, width: 1000, height: 700 }],
    ['its title bar would be below the screen', { x: 10, y: 1070, width: 1000, height: 700 }],
  ])('is left to the system when %s', (_why, state) => {
    expect(placeWindow(kept(state), [screen])).toEqual({ width: 1000, height: 700, maximized: false })
  })

  it('is never smaller than the interface needs, nor larger than a screen', () => {
    expect(placeWindow(kept({ x: 0, y: 0, width: 10, height: -5 }), [screen])).toMatchObject(smallest)
    expect(placeWindow(kept({ x: 0, y: 0, width: 9999, height: 9999 }), [screen])).toMatchObject({
      width: 1920,
      height: 1080,
    })
  })

  it('fits a small screen at first', () => {
    expect(placeWindow('', [{ x: 0, y: 0, width: 1280, height: 720 }])).toMatchObject({ width: 1280, height: 720 })
  })
})
