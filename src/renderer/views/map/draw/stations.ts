import { marginMax } from './base'
import type { StationMark } from '../geometry/marks'
import { toScreen, type Point, type Viewport } from '../geometry/plane'
import type { MapStyle } from '../geometry/style'
import type { Palette } from './palette'

/** A rectangle on the screen, CSS pixels. */
export interface Box {
  left: number
  top: number
  right: number
  bottom: number
}

/** A mark as it stands on the screen: one box for each of its capsules. */
export interface PlacedMark {
  mark: StationMark
  boxes: Box[]
}

const ringedZoom = 11.2
const crossZoom = 12.5
const bigShare = 1.12

/** Draws all marks. @returns where they stand, for labels and the pointer */
export function drawStations(
  g: CanvasRenderingContext2D,
  view: Viewport,
  style: MapStyle,
  marks: StationMark[],
  palette: Palette,
  { selected, hovered }: { selected: number | null; hovered: number | null },
): PlacedMark[] {
  g.lineCap = 'round'
  return marks.map(mark => {
    const ends = mark.capsules.map(capsule => ({
      from: toScreen(view, capsule.from),
      to: toScreen(view, capsule.to),
      radius: style.station * (capsule.lines > 1 || mark.isTerminal ? bigShare : 1),
    }))
    if (!ends.some(({ from }) => isNear(view, from))) return { mark, boxes: [] }
    if (ends.length > 1) {
      line(g, ends[0]!.from, ends[1]!.from, palette.color('map-station'), Math.max(1, style.station * 0.55))
    }
    for (const { from, to, radius } of ends) {
      const halo = mark.stationId === selected ? 0.35 : mark.stationId === hovered ? 0.25 : 0
      if (halo > 0) {
        g.globalAlpha = halo
        line(g, from, to, palette.color('accent'), radius * 2 + 10)
        g.globalAlpha = 1
        if (mark.stationId === selected) line(g, from, to, palette.color('accent'), radius * 2 + 6)
      }
      line(g, from, to, palette.color('map-station-ring'), radius * 2 + (style.zoom >= ringedZoom ? 2.4 : 1.2))
      line(g, from, to, palette.color(mark.isOpen ? 'map-station' : 'map-label'), radius * 2)
      if (!mark.isOpen && style.zoom > crossZoom) cross(g, from, to, radius * 0.5, palette.color('map-halo'))
    }
    return { mark, boxes: ends.map(({ from, to, radius }) => around(from, to, radius + 1)) }
  })
}

function isNear(view: Viewport, { x, y }: Point): boolean {
  const margin = 40 + marginMax
  return x > -margin && y > -margin && x < view.width + margin && y < view.height + margin
}

function line(g: CanvasRenderingContext2D, from: Point, to: Point, color: string, width: number): void {
  g.beginPath()
  g.moveTo(from.x, from.y)
  // A path of no length would draw nothing, not even its round ends.
  g.lineTo(to.x + 0.01, to.y)
  g.strokeStyle = color
  g.lineWidth = width
  g.stroke()
}

function cross(g: CanvasRenderingContext2D, from: Point, to: Point, half: number, color: string): void {
  const x = (from.x + to.x) / 2
  const y = (from.y + to.y) / 2
  line(g, { x: x - half, y: y - half }, { x: x + half, y: y + half }, color, 1.4)
  line(g, { x: x + half, y: y - half }, { x: x - half, y: y + half }, color, 1.4)
}

function around(from: Point, to: Point, margin: number): Box {
  return {
    left: Math.min(from.x, to.x) - margin,
    top: Math.min(from.y, to.y) - margin,
    right: Math.max(from.x, to.x) + margin,
    bottom: Math.max(from.y, to.y) + margin,
  }
}
