/**
 * The map's plane: Mercator, scaled so that a metre is a metre at Chicago's latitude. x grows east, y grows north.
 * Over the network's extent the scale is off by at most 0.4 %, which is less than the width of a track.
 */

export interface Point {
  x: number
  y: number
}

export const earthRadiusM = 6_371_000
const latitude0 = (41.88 * Math.PI) / 180
const scale0 = Math.cos(latitude0)
/** Of Leaflet's tiles, whose grid its zoom levels refer to. */
const tilePx = 256

/** WGS84 degrees to the plane. */
export function toPlane(lat: number, lon: number): Point {
  return {
    x: earthRadiusM * scale0 * ((lon * Math.PI) / 180),
    y: earthRadiusM * scale0 * Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)),
  }
}

/** The plane to WGS84 degrees. */
export function toDegrees({ x, y }: Point): { lat: number; lon: number } {
  return {
    lon: (x / (earthRadiusM * scale0)) * (180 / Math.PI),
    lat: (2 * Math.atan(Math.exp(y / (earthRadiusM * scale0))) - Math.PI / 2) * (180 / Math.PI),
  }
}

/** Metres per CSS pixel at a zoom of Leaflet's EPSG:3857. At zoom 12 about 28.4. */
export function metresPerPixel(zoom: number): number {
  return (2 * Math.PI * earthRadiusM * scale0) / (tilePx * 2 ** zoom)
}

/** The inverse of metresPerPixel. */
export function zoomOf(mpp: number): number {
  return Math.log2((2 * Math.PI * earthRadiusM * scale0) / (tilePx * mpp))
}

/** What part of the plane is on a canvas, and how large. */
export interface Viewport {
  center: Point
  /** Metres per CSS pixel. */
  mpp: number
  /** CSS pixels. */
  width: number
  height: number
}

export function screenX(view: Viewport, x: number): number {
  return (x - view.center.x) / view.mpp + view.width / 2
}

export function screenY(view: Viewport, y: number): number {
  return (view.center.y - y) / view.mpp + view.height / 2
}

export function toScreen(view: Viewport, point: Point): Point {
  return { x: screenX(view, point.x), y: screenY(view, point.y) }
}
