import type { Palette } from './palette'
import type { Box } from './stations'
import { trainBox, type PlacedTrain } from './trains'

/** From this zoom on trains carry their run numbers. */
export const plateZoom = 14.4

const plateHeight = 15
const padding = 5

/** Run numbers as small plates beside their trains, each where it covers neither a train, a label nor another plate. */
export function drawPlates(
  g: CanvasRenderingContext2D,
  trains: PlacedTrain[],
  labels: readonly Box[],
  palette: Palette,
  monoFont: string,
): void {
  const taken: Box[] = [...trains.map(trainBox), ...labels]
  g.font = `600 10.5px ${monoFont}`
  g.textBaseline = 'middle'
  g.textAlign = 'center'
  for (const train of trains) {
    const text = runNumber(train.sprite.id)
    const box = freePlace(train, g.measureText(text).width + padding * 2, taken)
    if (!box) continue
    taken.push(box)
    g.globalAlpha = train.sprite.alpha
    g.beginPath()
    g.roundRect(box.left, box.top, box.right - box.left, plateHeight, 3)
    g.fillStyle = palette.color(`line-${train.sprite.line}`)
    g.fill()
    g.lineWidth = 1
    g.strokeStyle = palette.color('map-casing')
    g.stroke()
    g.fillStyle = palette.color(`on-${train.sprite.line}`)
    g.fillText(text, (box.left + box.right) / 2, box.top + plateHeight / 2 + 0.5)
  }
  g.globalAlpha = 1
  g.textAlign = 'left'
}

/** What stands on a train's plate: its id less the letters in front, `RL801` → `801`. */
export function runNumber(trainId: string): string {
  return /\d+$/.exec(trainId)?.[0] ?? trainId
}

function freePlace({ x, y, length }: PlacedTrain, width: number, taken: Box[]): Box | null {
  const gap = length * 0.55 + 3
  const places: [left: number, top: number][] = [
    [x + gap, y - plateHeight - 2],
    [x + gap, y + 2],
    [x - gap - width, y - plateHeight - 2],
    [x - gap - width, y + 2],
    [x - width / 2, y - gap - plateHeight],
    [x - width / 2, y + gap],
  ]
  for (const [left, top] of places) {
    const box = { left, top, right: left + width, bottom: top + plateHeight }
    if (!taken.some(other => overlap(box, other))) return box
  }
  return null
}

export function overlap(one: Box, other: Box): boolean {
  return one.left < other.right && one.right > other.left && one.top < other.bottom && one.bottom > other.top
}
