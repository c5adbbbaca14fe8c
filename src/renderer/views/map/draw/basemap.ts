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
  /** Where the lake's name stands. */
  lakeName: Point
  /** The lake ends here in the data; east of it there is only water. */
  lakeEast: Point
}

interface Feature {
  properties: { kind: string; name?: string; number?: number; label?: number[] }
  geometry: { type: string; coordinates: unknown }
}

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
    lakeName: toPlane(41.945, -87.475),
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
