import { overlap } from './plates'
import type { Box } from './stations'
import type { Point } from '../geometry/plane'

/** A text that wants a place beside one of the boxes of its mark. */
export interface LabelWish {
  id: number
  text: string
  font: string
  width: number
  height: number
  priority: number
  /** Selected: it is placed at any price that is not a collision. */
  isSelected: boolean
  boxes: Box[]
}

export interface LabelScene {
  width: number
  height: number
  /** Marks of all stations, and panels that float above the map. */
  marks: readonly Box[]
  panels: readonly Box[]
  trains: readonly Box[]
  /** Samples of the tracks, a few pixels apart. */
  tracks: readonly Point[]
  /** Half the width of a track: labels keep so far from marks. */
  gap: number
  costMax: number
  /** The place that each label had before: it has that again or none, so that no name moves while the map is dragged. */
  before: ReadonlyMap<number, string>
}

export interface PlacedLabel {
  id: number
  text: string
  font: string
  /** Left end of the text and its middle line. */
  x: number
  y: number
  box: Box
  /** The middle of the mark that it stands at: it moves with that until it is placed anew. */
  anchor: Point
  isSelected: boolean
  /** Which box and which of its eight places. */
  place: string
}

const trainCost = 3
const trackCost = 1.1
const laterCost = 0.35
const otherBoxCost = 0.5
const edge = 2
const cellPx = 32

/** Places labels by priority, each at the cheapest of eight places that covers no mark, no panel and no other label. */
export function placeLabels(wishes: LabelWish[], scene: LabelScene): PlacedLabel[] {
  const marks = grid(scene.marks, box => box)
  const tracks = grid(scene.tracks, ({ x, y }) => ({ left: x, right: x, top: y, bottom: y }))
  const taken: Box[] = [...scene.panels]
  const placed: PlacedLabel[] = []
  for (const wish of [...wishes].sort((one, other) => other.priority - one.priority)) {
    const before = scene.before.get(wish.id)
    let best: { label: PlacedLabel; cost: number } | null = null
    wish.boxes.forEach((mark, markIndex) => {
      places(mark, wish, scene.gap).forEach(([left, top], index) => {
        const place = `${markIndex}:${index}`
        const isKept = before === place
        if (before !== undefined && !isKept && !wish.isSelected) return
        const box = { left: left - 2, top, right: left + wish.width + 2, bottom: top + wish.height }
        if (box.left < edge || box.top < edge || box.right > scene.width - edge || box.bottom > scene.height - edge)
          return
        if (taken.some(other => overlap(box, other))) return
        if (marks(box).some(other => other !== mark && overlap(box, other))) return
        const cost =
          index * laterCost +
          (markIndex > 0 ? otherBoxCost : 0) +
          trainCost * scene.trains.filter(train => overlap(box, train)).length +
          trackCost * tracks(box).filter(({ x, y }) => inside(box, x, y)).length
        if (best && cost >= best.cost) return
        const { id, text, font, isSelected } = wish
        const anchor = { x: (mark.left + mark.right) / 2, y: (mark.top + mark.bottom) / 2 }
        best = {
          cost: isKept ? -Infinity : cost,
          label: { id, text, font, isSelected, x: left, y: top + wish.height / 2, box, anchor, place },
        }
      })
    })
    const chosen = best as { label: PlacedLabel; cost: number } | null
    if (!chosen || (chosen.cost > scene.costMax && !wish.isSelected)) continue
    taken.push(chosen.label.box)
    placed.push(chosen.label)
  }
  return placed
}

/** East, west, north-east, south-east, north-west, south-west, north, south: left and top of the text. */
function places(mark: Box, wish: LabelWish, halfTrack: number): [left: number, top: number][] {
  const { width, height } = wish
  const gap = (wish.isSelected ? 6 : 2) + halfTrack
  const x = (mark.left + mark.right) / 2
  const y = (mark.top + mark.bottom) / 2
  const east = mark.right + gap
  const west = mark.left - gap - width
  return [
    [east, y - height / 2],
    [west, y - height / 2],
    [east - 2, mark.top - height + 1],
    [east - 2, mark.bottom - 1],
    [west + 2, mark.top - height + 1],
    [west + 2, mark.bottom - 1],
    [x - width / 2, mark.top - gap - height],
    [x - width / 2, mark.bottom + gap],
  ]
}

function inside(box: Box, x: number, y: number): boolean {
  return x > box.left && x < box.right && y > box.top && y < box.bottom
}

/** Things by the cells that they touch, so that each place looks at its neighbours only. */
function grid<Item>(items: readonly Item[], boxOf: (item: Item) => Box): (box: Box) => Item[] {
  const cells = new Map<string, Item[]>()
  for (const item of items) {
    for (const key of cellsOf(boxOf(item))) {
      const cell = cells.get(key)
      if (cell) cell.push(item)
      else cells.set(key, [item])
    }
  }
  return box => [...new Set(cellsOf(box).flatMap(key => cells.get(key) ?? []))]
}

function cellsOf(box: Box): string[] {
  const keys: string[] = []
  for (let column = Math.floor(box.left / cellPx); column <= Math.floor(box.right / cellPx); column++) {
    for (let row = Math.floor(box.top / cellPx); row <= Math.floor(box.bottom / cellPx); row++)
      keys.push(`${column},${row}`)
  }
  return keys
}
