import ridershipFile from '../../../../../resources/data/ridership.json'
import type { Network } from '../../../../shared/city/network'
import type { Layout } from '../geometry/lanes'
import { screenX, screenY, toScreen, type Point, type Viewport } from '../geometry/plane'
import type { Basemap } from './basemap'
import type { Palette } from './palette'
import { placeLabels, type LabelWish, type PlacedLabel } from './place-labels'
import { overlap } from './plates'
import type { Box, PlacedMark } from './stations'
import { textWidth } from './text-width'
import { drawnLanes } from './tracks'

export interface PlacedAreaName {
  text: string
  font: string
  anchor: Point
  x: number
  y: number
}

const weekdayRiders = new Map(ridershipFile.stations.map(({ id, weekday }) => [Number(id), weekday]))

/** Long names in the form that signs at the stations have them. */
const shortNames: Record<string, string> = {
  'Harold Washington Library-State/Van Buren': 'HW Library',
  'Illinois Medical District': 'Medical District',
  '35th-Bronzeville-IIT': '35th-IIT',
  'Cermak-McCormick Place': 'McCormick Place',
}
const areaZoom = 10.9
/** Below this only every third area has its name. */
const allAreasZoom = 11.4
const tightZoom = 12.6

/** The lowest priority that is shown: the farther out, the fewer labels. */
export function priorityMin(zoom: number): number {
  return zoom < 11.3 ? 9 : zoom < 12.2 ? 5.5 : zoom < 13 ? 2.2 : 0
}

/** Selected first, then terminals, transfers, and thousands of riders on a weekday. */
export function labelPriority(station: {
  id: number
  lines: number
  isTerminal: boolean
  isSelected: boolean
}): number {
  const riders = (weekdayRiders.get(station.id) ?? 0) / 1000
  return riders + (station.isSelected ? 10_000 : 0) + (station.isTerminal ? 40 : 0) + (station.lines > 1 ? 8 : 0)
}

export interface StationLabelInput {
  network: Network
  view: Viewport
  layout: Layout
  marks: PlacedMark[]
  panels: Box[]
  trains: Box[]
  selected: number | null
  /** In a lens more labels are worth their price: there is little else to read. */
  isLens: boolean
  before: ReadonlyMap<number, string>
  uiFont: string
}

/** Chooses what is labelled and where. */
export function stationLabels(g: CanvasRenderingContext2D, input: StationLabelInput): PlacedLabel[] {
  const { network, view, layout, marks, selected, uiFont } = input
  const { zoom } = layout.style
  const size = zoom < 12.4 ? 11 : zoom < 14 || input.isLens ? 11.5 : 12.5
  const wishes = marks.flatMap(({ mark, boxes }): LabelWish[] => {
    const station = network.stations.get(mark.stationId)
    if (!station || boxes.length === 0) return []
    const isSelected = mark.stationId === selected
    const facts = { id: station.id, lines: station.lines.length, isTerminal: mark.isTerminal, isSelected }
    const priority = labelPriority(facts)
    if (priority < priorityMin(zoom)) return []
    const weight = isSelected ? 650 : mark.isTerminal || priority > 48 ? 600 : 520
    const font = `${weight} ${isSelected ? size + 1 : size}px ${uiFont}`
    const text = shortNames[station.name] ?? station.name
    const width = textWidth(g, font, text)
    return [{ id: station.id, text, font, width, height: size * 1.15, priority, isSelected, boxes }]
  })
  return placeLabels(wishes, {
    width: view.width,
    height: view.height,
    marks: marks.flatMap(({ boxes }) => boxes),
    panels: input.panels,
    trains: input.trains,
    tracks: trackSamples(view, layout),
    gap: layout.style.track * 0.5,
    costMax: input.isLens ? 14 : zoom < tightZoom ? 4.6 : 7,
    before: input.before,
  })
}

/** Names of community areas, on free land only. */
export function areaNames(
  g: CanvasRenderingContext2D,
  view: Viewport,
  layout: Layout,
  map: Basemap,
  taken: readonly Box[],
  uiFont: string,
): PlacedAreaName[] {
  const { zoom } = layout.style
  if (zoom <= areaZoom) return []
  const tracks = trackSamples(view, layout)
  const font = `560 ${zoom > tightZoom ? 10.5 : 9.5}px ${uiFont}`
  const boxes = [...taken]
  const placed: PlacedAreaName[] = []
  g.font = font
  g.letterSpacing = areaSpacing
  for (const { name, number, at } of map.areaNames) {
    if (zoom < allAreasZoom && number % 3 !== 0) continue
    const x = screenX(view, at.x)
    const y = screenY(view, at.y)
    if (x < 0 || y < 0 || x > view.width || y > view.height) continue
    const half = textWidth(g, font, name) / 2
    const box = { left: x - half - 3, top: y - 7, right: x + half + 3, bottom: y + 7 }
    if (boxes.some(other => overlap(box, other))) continue
    if (tracks.some(point => point.x > box.left && point.x < box.right && point.y > box.top && point.y < box.bottom))
      continue
    boxes.push(box)
    placed.push({ text: name, font, anchor: { x, y }, x: x - half, y })
  }
  g.letterSpacing = '0px'
  return placed
}

const areaSpacing = '0.09em'

export function drawAreaNames(g: CanvasRenderingContext2D, names: PlacedAreaName[], palette: Palette): void {
  g.textBaseline = 'middle'
  g.letterSpacing = areaSpacing
  g.fillStyle = palette.color('map-label')
  for (const { text, font, x, y } of names) {
    g.font = font
    g.fillText(text, x, y)
  }
  g.letterSpacing = '0px'
}

export function drawStationLabels(
  g: CanvasRenderingContext2D,
  labels: PlacedLabel[],
  closed: ReadonlySet<number>,
  palette: Palette,
): void {
  g.textBaseline = 'middle'
  g.lineJoin = 'round'
  for (const { id, text, font, x, y } of labels) {
    g.font = font
    g.lineWidth = 3.5
    g.strokeStyle = palette.color('map-halo')
    g.strokeText(text, x, y)
    g.fillStyle = palette.color(closed.has(id) ? 'map-label' : 'map-text')
    g.fillText(text, x, y)
  }
}

/** Half of the lake's name, and what it takes above and below its middle, CSS pixels. */
const lakeHalf = { width: 70, height: 12 }

/**
 * Where the lake's name stands, in the plane: where it stood before as long as that is in view and free, else the first
 * of its places that no panel covers; null when there is none.
 */
export function lakeNamePlace(
  view: Viewport,
  map: Pick<Basemap, 'lakeNames'>,
  panels: readonly Box[],
  before: Point | null,
): Point | null {
  const boxOf = (at: Point): Box => {
    const { x, y } = toScreen(view, at)
    const { width, height } = lakeHalf
    return { left: x - width, right: x + width, top: y - height, bottom: y + height }
  }
  const isFree = (at: Point) => !panels.some(panel => overlap(boxOf(at), panel))
  if (before && isFree(before)) {
    const { x, y } = toScreen(view, before)
    if (x > 0 && y > 0 && x < view.width && y < view.height) return before
  }
  const fits = (at: Point) => boxOf(at).left > 0 && boxOf(at).right < view.width && isFree(at)
  return map.lakeNames.find(fits) ?? null
}

export function drawLakeName(
  g: CanvasRenderingContext2D,
  view: Viewport,
  at: Point,
  palette: Palette,
  uiFont: string,
): void {
  g.font = `italic 520 14px ${uiFont}`
  g.letterSpacing = '0.14em'
  g.textAlign = 'center'
  g.textBaseline = 'middle'
  g.fillStyle = palette.color('map-water-label')
  g.fillText('Lake Michigan', screenX(view, at.x), screenY(view, at.y))
  g.textAlign = 'left'
  g.letterSpacing = '0px'
}

/** Points of the drawn tracks in view, about 4 px apart. */
function trackSamples(view: Viewport, layout: Layout): Point[] {
  const every = Math.max(1, Math.round((4 * view.mpp) / 12))
  const points: Point[] = []
  for (const { track, xs, ys } of drawnLanes(layout)) {
    for (let i = 0; i <= track.drawnTo; i += every) {
      const x = screenX(view, xs[i]!)
      const y = screenY(view, ys[i]!)
      if (x > -5 && y > -5 && x < view.width + 5 && y < view.height + 5) points.push({ x, y })
    }
  }
  return points
}
