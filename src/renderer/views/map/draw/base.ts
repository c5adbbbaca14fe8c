import { screenX, screenY, type Viewport } from '../geometry/plane'
import type { Basemap, Shape } from './basemap'
import type { Palette } from './palette'

/** Below this zoom rivers are thinner than a pixel, so that a stroke keeps them in one piece. */
const thinRiverZoom = 13
/** What lies up to so far outside the view is drawn too, CSS pixels: no margin is larger. */
export const marginMax = 160

/** Land, city, areas, lake, river and water, over the view and a margin around it. */
export function drawBase(
  g: CanvasRenderingContext2D,
  view: Viewport,
  zoom: number,
  map: Basemap,
  palette: Palette,
  margin = 0,
): void {
  g.fillStyle = palette.color('map-land')
  g.fillRect(-margin, -margin, view.width + 2 * margin, view.height + 2 * margin)
  inPlane(g, view, map, () => {
    paint(g, view, map.city, { fill: palette.color('map-city') })
    paint(g, view, map.areas, { stroke: palette.color('map-area'), widthPx: 1 })
    paint(g, view, map.city, { stroke: palette.color('map-edge'), widthPx: 1 })
    paint(g, view, map.lake, { fill: palette.color('map-water'), stroke: palette.color('map-edge'), widthPx: 0.75 })
  })
  fillEastOfLake(g, view, map, palette)
  inPlane(g, view, map, () => {
    const river = palette.color('map-river')
    paint(g, view, map.water, { fill: river, stroke: zoom < thinRiverZoom ? river : undefined, widthPx: 0.8 })
  })
}

interface Paint {
  fill?: string
  stroke?: string
  widthPx?: number
}

function paint(
  g: CanvasRenderingContext2D,
  view: Viewport,
  shapes: Shape[],
  { fill, stroke, widthPx = 1 }: Paint,
): void {
  const halfWidth = (view.width / 2 + marginMax) * view.mpp
  const halfHeight = (view.height / 2 + marginMax) * view.mpp
  for (const shape of shapes) {
    if (shape.east < view.center.x - halfWidth || shape.west > view.center.x + halfWidth) continue
    if (shape.north < view.center.y - halfHeight || shape.south > view.center.y + halfHeight) continue
    if (fill) {
      g.fillStyle = fill
      g.fill(shape.path, 'evenodd')
    }
    if (stroke) {
      g.strokeStyle = stroke
      g.lineWidth = widthPx * view.mpp
      g.stroke(shape.path)
    }
  }
}

/** Draws in metres about the map's origin, north up. */
function inPlane(g: CanvasRenderingContext2D, view: Viewport, map: Basemap, draw: () => void): void {
  g.save()
  g.translate(screenX(view, map.origin.x), screenY(view, map.origin.y))
  g.scale(1 / view.mpp, -1 / view.mpp)
  g.lineJoin = 'round'
  draw()
  g.restore()
}

function fillEastOfLake(g: CanvasRenderingContext2D, view: Viewport, map: Basemap, palette: Palette): void {
  const left = screenX(view, map.lakeEast.x)
  const bottom = screenY(view, map.lakeEast.y)
  if (left >= view.width + marginMax || bottom <= -marginMax) return
  g.fillStyle = palette.color('map-water')
  g.fillRect(left - 2, -marginMax, view.width + marginMax - left + 2, bottom + marginMax)
}
