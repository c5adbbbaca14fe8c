import { expect, it } from 'vitest'
import { lakeNamePlace } from './labels'

const lakeNames = [
  { x: 300, y: 0 },
  { x: -300, y: 0 },
]
const view = { center: { x: 0, y: 0 }, mpp: 1, width: 1_000, height: 600 }
const overFirst = { left: 750, right: 900, top: 250, bottom: 350 }

it("the lake's name stands at the first of its places that is free", () => {
  expect(lakeNamePlace(view, { lakeNames }, [], null)).toBe(lakeNames[0])
  expect(lakeNamePlace(view, { lakeNames }, [overFirst], null)).toBe(lakeNames[1])
  expect(lakeNamePlace({ ...view, width: 300 }, { lakeNames }, [], null)).toBeNull()
})

it("the lake's name stays where it is while the map is dragged, until that is out of sight or covered", () => {
  const before = lakeNames[1]!
  const dragged = { ...view, center: { x: 180, y: 0 } }
  expect(lakeNamePlace(dragged, { lakeNames }, [], before)).toBe(before)
  const covering = { left: 0, right: 250, top: 250, bottom: 350 }
  expect(lakeNamePlace(dragged, { lakeNames }, [covering], before)).toBe(lakeNames[0])
  expect(lakeNamePlace({ ...view, center: { x: 250, y: 0 } }, { lakeNames }, [], before)).toBe(lakeNames[0])
})
