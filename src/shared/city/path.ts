/** A point of a track with its distance from the beginning. */
export interface PathPoint {
  lat: number
  lon: number
  distM: number
}

export interface TrackPoint {
  lat: number
  lon: number
  /** Degrees clockwise from north in which the distance grows; a train that runs against it faces the other way. */
  bearing: number
}

/** As in Leaflet, so that distances agree with the map's. */
const earthRadiusM = 6_371_000
const radians = Math.PI / 180

/**
 * Gives each coordinate its distance along the path.
 *
 * @param coordinates longitude and latitude in WGS84 degrees, as GeoJSON has them; at least two
 * @param lengthM the published length, to which the sum is scaled so that stop distances fit exactly
 */
export function measurePath(coordinates: number[][], lengthM: number): PathPoint[] {
  const points: PathPoint[] = []
  for (const [lon = NaN, lat = NaN] of coordinates) {
    const before = points.at(-1)
    points.push({ lat, lon, distM: before ? before.distM + distance(before, { lat, lon }) : 0 })
  }
  const measured = points.at(-1)?.distM ?? 0
  if (points.length < 2 || !(measured > 0)) throw new Error('geometry.json: a path needs two different points')
  for (const point of points) point.distM *= lengthM / measured
  return points
}

/** The place at a distance along a path; before the beginning and past the end it is the first and the last point. */
export function pointAt(pattern: { path: PathPoint[] }, distM: number): TrackPoint {
  const { path } = pattern
  let low = 0
  let high = path.length - 1
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (path[middle]!.distM <= distM) low = middle
    else high = middle
  }
  const from = path[low]!
  const to = path[high]!
  const span = to.distM - from.distM
  const share = span > 0 ? Math.min(1, Math.max(0, (distM - from.distM) / span)) : 0
  return {
    lat: from.lat + (to.lat - from.lat) * share,
    lon: from.lon + (to.lon - from.lon) * share,
    bearing: bearing(from, to),
  }
}

interface Degrees {
  lat: number
  lon: number
}

/** Great-circle distance by the haversine formula, in metres. */
function distance(from: Degrees, to: Degrees): number {
  const sinLat = Math.sin(((to.lat - from.lat) * radians) / 2)
  const sinLon = Math.sin(((to.lon - from.lon) * radians) / 2)
  const h = sinLat * sinLat + Math.cos(from.lat * radians) * Math.cos(to.lat * radians) * sinLon * sinLon
  return 2 * earthRadiusM * Math.asin(Math.sqrt(h))
}

/** On a plane, which within one hop of a railway is exact to well under a degree. */
function bearing(from: Degrees, to: Degrees): number {
  const east = (to.lon - from.lon) * Math.cos(from.lat * radians)
  const degrees = Math.atan2(east, to.lat - from.lat) / radians
  return (degrees + 360) % 360
}
