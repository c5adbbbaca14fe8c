import basemapFile from '../../../../../resources/data/basemap.json'
import { toPlane, type Point } from '../geometry/plane'

type Ring = Point[]

export interface Shape {
  /** Rings about `origin`, north up: coordinates stay small, so that a canvas's single floats are exact to millimetres. */
  path: Path2D
  west: number
  east: number
  south: number
  north: number
}

/** The ground that the railway lies on. */
export interface Basemap {
  origin: Point
  city: Shape[]
  areas: Shape[]
  lake: Shape[]
  water: Shape[]
  areaNames: { name: string; number: number; at: Point }[]
  /** Where the lake's name may stand, the best first. */
  lakeNames: Point[]
  /** The lake ends here in the data; east of it there is only water. */
  lakeEast: Point
}

interface Feature {
  properties: { kind: string; name?: string; number?: number; label?: number[] }
  geometry: { type: string; coordinates: unknown }
}

const lakeNamePlaces: [lat: number, lon: number][] = [
  [41.95, -87.475],
  [41.95, -87.54],
  [42.0, -87.585],
  [41.86, -87.54],
  [41.8, -87.45],
]
const origin = toPlane(41.88, -87.65)

export function loadBasemap(): Basemap {
  const features = basemapFile.features as unknown as Feature[]
  const shapes = (...kinds: string[]) =>
    kinds.flatMap(kind =>
      features
        .filter(feature => feature.properties.kind === kind)
        .flatMap(polygonsOf)
        .map(shapeOf),
    )
  return {
    origin,
    city: shapes('city'),
    areas: shapes('community_area'),
    lake: shapes('lake'),
    water: shapes('water', 'river'),
    areaNames: features.flatMap(({ properties: { kind, name, number, label } }) =>
      kind === 'community_area' && name && label
        ? [{ name: name.toUpperCase(), number: number ?? 0, at: toPlane(label[1]!, label[0]!) }]
        : [],
    ),
    lakeNames: lakeNamePlaces.map(([lat, lon]) => toPlane(lat, lon)),
    lakeEast: toPlane(41.62, -87.252),
  }
}

function polygonsOf({ geometry }: Feature): Ring[][] {
  const polygons = (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates) as number[][][][]
  return polygons.map(polygon => polygon.map(ring => ring.map(([lon, lat]) => toPlane(lat!, lon!))))
}

function shapeOf(rings: Ring[]): Shape {
  const shape: Shape = { path: new Path2D(), west: Infinity, east: -Infinity, south: Infinity, north: -Infinity }
  for (const ring of rings) {
    ring.forEach(({ x, y }, i) => {
      if (i === 0) shape.path.moveTo(x - origin.x, y - origin.y)
      else shape.path.lineTo(x - origin.x, y - origin.y)
      shape.west = Math.min(shape.west, x)
      shape.east = Math.max(shape.east, x)
      shape.south = Math.min(shape.south, y)
      shape.north = Math.max(shape.north, y)
    })
    shape.path.closePath()
  }
  return shape
}
