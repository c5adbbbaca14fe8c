import { describe, expect, it } from 'vitest'
import { placeLabels, type LabelScene, type LabelWish } from './place-labels'
import type { Box } from './stations'

const mark: Box = { left: 195, right: 205, top: 145, bottom: 155 }
const scene: LabelScene = {
  width: 400,
  height: 300,
  marks: [mark],
  panels: [],
  trains: [],
  tracks: [],
  gap: 2,
  costMax: 4.6,
  before: new Map(),
}
const wish = (change: Partial<LabelWish> = {}): LabelWish => ({
  id: 1,
  text: 'Howard',
  font: '11px x',
  width: 40,
  height: 12,
  priority: 10,
  isSelected: false,
  boxes: [mark],
  ...change,
})
const place = (change: Partial<LabelScene> = {}, ...wishes: LabelWish[]) =>
  placeLabels(wishes.length ? wishes : [wish()], { ...scene, ...change })

/** A wall from left to right bounds, over the whole height. */
const wall = (left: number, right: number): Box => ({ left, right, top: 0, bottom: 300 })

describe('placeLabels', () => {
  it('puts a label to the east of its mark where all is free', () => {
    expect(place()).toMatchObject([{ id: 1, place: '0:0', x: 209, y: 150 }])
  })

  it('goes west when a panel lies to the east', () => {
    expect(place({ panels: [wall(206, 400)] })).toMatchObject([{ place: '0:1' }])
  })

  it('leaves a label out when every place is covered', () => {
    expect(place({ panels: [wall(0, 400)] })).toEqual([])
  })

  it('never covers the mark of another station', () => {
    const other = { left: 215, right: 225, top: 145, bottom: 155 }
    expect(place({ marks: [mark, other] })[0]?.place).toBe('0:1')
  })

  it('gives the better place to the higher priority', () => {
    const near = { ...mark, top: 157, bottom: 167 }
    const placed = place(
      { marks: [mark, near] },
      wish({ id: 1, priority: 1 }),
      wish({ id: 2, priority: 2, boxes: [near] }),
    )
    expect(placed[0]).toMatchObject({ id: 2, place: '0:0' })
    expect(placed[1]?.id).toBe(1)
  })

  it('prefers a later place to one over a train or over a track', () => {
    expect(place({ trains: [wall(210, 230)] })[0]?.place).toBe('0:1')
    const track = Array.from({ length: 75 }, (_, i) => ({ x: 220, y: i * 4 }))
    expect(place({ tracks: track })[0]?.place).toBe('0:1')
  })

  it('shows a selected label at any price that is not a collision', () => {
    const trains = [wall(0, 400), wall(0, 400)]
    expect(place({ trains })).toEqual([])
    expect(place({ trains }, wish({ isSelected: true }))).toHaveLength(1)
  })

  it('keeps the place that a label had, though another has become a little better', () => {
    expect(place({ before: new Map([[1, '0:3']]) })[0]?.place).toBe('0:3')
  })

  it('shows a label that had a place nowhere else, so that none jumps; a selected one moves', () => {
    const before = new Map([[1, '0:0']])
    const panels = [wall(206, 400)]
    expect(place({ before, panels })).toEqual([])
    expect(place({ before, panels }, wish({ isSelected: true }))[0]?.place).toBe('0:1')
    expect(place({ before, trains: [wall(206, 400), wall(206, 400)] })[0]?.place).toBe('0:0')
  })

  it('keeps inside the map', () => {
    const corner = { left: 385, right: 395, top: 145, bottom: 155 }
    expect(place({ marks: [corner] }, wish({ boxes: [corner] }))[0]?.place).toBe('0:1')
  })
})
