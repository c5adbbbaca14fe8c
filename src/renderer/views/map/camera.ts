import type { LatLngExpression, Map as LeafletMap } from 'leaflet'
import { reducedMotion } from '../../state/scheme'
import { toDegrees, zoomOf, type Point } from './geometry/plane'
import type { Ring } from './geometry/ring'

/** Moves the map. One movement at a time: a new one takes over from where the last one is. */
export interface Camera {
  zoomBy(levels: number, around?: { x: number; y: number }): void
  panBy(x: number, y: number): void
  home(): void
  loop(ring: Ring): void
  goTo(point: Point, zoom?: number): void
  /** Keeps a moving thing in the middle: called each frame. */
  hold(point: Point): void
  stop(): void
  readonly isMoving: boolean
}

export const zoomMin = 9.5
export const zoomMax = 17
const moveMs = 320

/** The first view, for a map of this size: the network with the lake beside it, as in a window of 1440 by 900. */
const homeCenter: LatLngExpression = [41.907, -87.6407]
const homeZoom = 11.59
const homeWidth = 1376
const homeHeight = 820

export function homeView(width: number, height: number): { center: LatLngExpression; zoom: number } {
  const fit = Math.min(width / homeWidth, height / homeHeight)
  return { center: homeCenter, zoom: homeZoom + Math.log2(Math.max(0.3, fit)) }
}

export function createCamera(map: LeafletMap): Camera {
  let frame: number | null = null
  let target: { zoom: number; around: { x: number; y: number } } | null = null

  const stop = () => {
    if (frame !== null) cancelAnimationFrame(frame)
    frame = null
    target = null
  }
  const animate = (at: (share: number) => void) => {
    stop()
    map.stop()
    if (reducedMotion()) return at(1)
    const began = performance.now()
    const tick = (now: number) => {
      const share = Math.min(1, Math.max(0, (now - began) / moveMs))
      frame = share < 1 ? requestAnimationFrame(tick) : null
      at(1 - (1 - share) ** 3)
      if (share === 1) target = null
    }
    frame = requestAnimationFrame(tick)
  }
  const goTo = (center: LatLngExpression, zoom: number) => {
    const from = map.project(map.getCenter(), 0)
    const to = map.project(center, 0)
    const fromZoom = map.getZoom()
    animate(share => {
      const point = from.add(to.subtract(from).multiplyBy(share))
      map.setView(map.unproject(point, 0), fromZoom + (zoom - fromZoom) * share, { animate: false })
    })
  }

  return {
    zoomBy(levels, around) {
      const size = map.getSize()
      const at = around ?? { x: size.x / 2, y: size.y / 2 }
      const from = map.getZoom()
      const zoom = Math.min(zoomMax, Math.max(zoomMin, (target?.zoom ?? from) + levels))
      animate(share => map.setZoomAround([at.x, at.y], from + (zoom - from) * share, { animate: false }))
      target = { zoom, around: at }
    },
    panBy(x, y) {
      const from = map.project(map.getCenter())
      animate(share => map.setView(map.unproject(from.add([x * share, y * share])), map.getZoom(), { animate: false }))
    },
    home() {
      const { x, y } = map.getSize()
      const { center, zoom } = homeView(x, y)
      goTo(center, zoom)
    },
    loop(ring) {
      const { x, y } = map.getSize()
      const xs = ring.map(corner => corner.x)
      const ys = ring.map(corner => corner.y)
      const width = Math.max(...xs) - Math.min(...xs)
      const height = Math.max(...ys) - Math.min(...ys)
      const mpp = Math.max(width / (x * 0.6), height / (y * 0.74))
      const middle = { x: (Math.max(...xs) + Math.min(...xs)) / 2, y: (Math.max(...ys) + Math.min(...ys)) / 2 }
      goTo(degrees(middle), zoomOf(mpp))
    },
    goTo(point, zoom) {
      goTo(degrees(point), zoom ?? map.getZoom())
    },
    hold(point) {
      if (frame === null) map.setView(degrees(point), map.getZoom(), { animate: false })
    },
    stop,
    get isMoving() {
      return frame !== null
    },
  }
}

function degrees(point: Point): LatLngExpression {
  const { lat, lon } = toDegrees(point)
  return [lat, lon]
}
