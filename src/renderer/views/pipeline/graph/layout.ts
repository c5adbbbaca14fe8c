import type { GraphNode } from './model'

/** px */
export const nodeSize = { width: 156, height: 76 }
const columnPitch = 216
const rowPitch = 116

/** Columns from left to right, and lanes from top to bottom: each lane is the way of one kind of record to the city. */
const places: Record<string, { column: number; lane: Lane }> = {
  producer: { column: 1, lane: 'entry' },
  restProxy: { column: 1, lane: 'weather' },
  postgres: { column: 0, lane: 'stations' },
  connector: { column: 1, lane: 'stations' },
  arrivals: { column: 2, lane: 'arrivals' },
  turnstile: { column: 2, lane: 'turnstile' },
  weather: { column: 2, lane: 'weather' },
  stations: { column: 2, lane: 'stations' },
  ksql: { column: 3, lane: 'turnstile' },
  transformer: { column: 3, lane: 'stations' },
  summary: { column: 4, lane: 'turnstile' },
  stationsTable: { column: 4, lane: 'stations' },
}

const lanes = ['arrivals', 'turnstile', 'weather', 'stations'] as const
type Lane = (typeof lanes)[number] | 'entry'

export interface Place {
  x: number
  y: number
}

/** Where each node stands. Lanes and columns without a node take no room. */
export function layout(nodes: readonly Pick<GraphNode, 'id'>[]): Map<string, Place> {
  const ids = new Set(nodes.map(({ id }) => id))
  const used = lanes.filter(lane => Object.entries(places).some(([id, place]) => place.lane === lane && ids.has(id)))
  const rowOf = (lane: Lane): number => {
    // Producers write two lanes and stand between them.
    if (lane === 'entry') return (Math.max(0, used.indexOf('arrivals')) + Math.max(0, used.indexOf('turnstile'))) / 2
    return used.indexOf(lane)
  }
  const columns = [...new Set(Object.entries(places).flatMap(([id, { column }]) => (ids.has(id) ? [column] : [])))]
  if (ids.has('simulator')) columns.push(0)
  const order = [...new Set(columns)].sort((a, b) => a - b)
  const result = new Map<string, Place>()
  const put = (id: string, column: number, row: number) => {
    if (ids.has(id)) result.set(id, { x: column * columnPitch, y: row * rowPitch })
  }
  for (const [id, { column, lane }] of Object.entries(places)) put(id, order.indexOf(column), rowOf(lane))
  const fed = ['producer', 'restProxy'].filter(id => ids.has(id)).map(id => rowOf(places[id]!.lane))
  put('simulator', 0, fed.length === 0 ? 0 : fed.reduce((all, row) => all + row, 0) / fed.length)
  const end = order.length
  const middle = Math.max(1, (used.length - 1) * 0.55)
  put('city', end, middle)
  // Above the city and a little aside, so that the way to it is seen.
  result.set('map', { x: end * columnPitch + 112, y: Math.min(0, middle * rowPitch - 150) })
  if (!ids.has('map')) result.delete('map')
  return result
}
