import { describe, expect, it } from 'vitest'
import { chicago } from '../../../../shared/city/chicago'
import { buildNetwork } from '../../../../shared/city/network'
import { buildTracks, lanePoint, layOut } from './lanes'
import { metresPerPixel } from './plane'

const network = buildNetwork(chicago)
const tracks = buildTracks(network)

/** Distance between two lines in pixels, at a stop of one of them, from its lane to the nearest place of the other. */
function gapPx(zoom: number, patternId: string, stationId: number, otherId: string): number {
  const layout = layOut(tracks, zoom)
  const stop = network.patterns.get(patternId)!.stops.find(candidate => candidate.stationId === stationId)!
  const here = lanePoint(layout.lanes.get(patternId)!, stop.distM)
  const other = layout.lanes.get(otherId)!
  let best = Infinity
  for (let i = 0; i < other.xs.length; i++)
    best = Math.min(best, Math.hypot(other.xs[i]! - here.x, other.ys[i]! - here.y))
  return best / layout.mpp
}

describe('lanes', () => {
  it.each([
    ['red and purple at Wilson', 'red', 40540, 'purple-express'],
    ['purple and brown at Diversey', 'purple-express', 40530, 'brown'],
    ['purple and brown at Sedgwick', 'purple-express', 40800, 'brown'],
    ['pink and green at Morgan', 'pink', 41510, 'green-ashland'],
  ])('keeps %s one pitch apart at each zoom', (_, patternId, stationId, otherId) => {
    for (const zoom of [11, 12.3, 13.5, 15]) {
      const { style } = layOut(tracks, zoom)
      expect(gapPx(zoom, patternId, stationId, otherId)).toBeGreaterThan(style.pitch * 0.9)
      expect(gapPx(zoom, patternId, stationId, otherId)).toBeLessThan(style.pitch * 1.4)
    }
  })

  it.each([
    ['orange', 'pink', 40040],
    ['pink', 'purple-express', 40040],
    ['purple-express', 'brown', 40040],
    ['brown', 'green-ashland', 40260],
  ])('lays %s beside %s on the ring, one ring pitch apart', (one, other, stationId) => {
    for (const zoom of [12, 14, 16]) {
      const { style } = layOut(tracks, zoom)
      // Lanes that do not share a side meet at no sample exactly: half a sample's length is allowed along the track.
      const along = 6 / metresPerPixel(zoom)
      const gap = gapPx(zoom, one, stationId, other)
      expect(gap).toBeGreaterThan(style.ringPitch * 0.95)
      expect(gap).toBeLessThan(Math.hypot(style.ringPitch, along) + 0.1)
    }
  })

  it('moves nobody far: every lane stays within 5 pitches and 60 m of its own track', () => {
    for (const zoom of [11, 13, 16]) {
      const layout = layOut(tracks, zoom)
      for (const [id, lane] of layout.lanes) {
        const { points } = tracks.patterns.get(id)!
        points.forEach((point, i) => {
          const movedM = Math.hypot(lane.xs[i]! - point.x, lane.ys[i]! - point.y)
          expect(movedM, `${id} sample ${i} at zoom ${zoom}`).toBeLessThan(60 + 5 * layout.style.pitch * layout.mpp)
        })
      }
    }
  })

  it('has no jump: neighbours of a lane are close to each other', () => {
    for (const zoom of [11, 13, 16]) {
      for (const [id, lane] of layOut(tracks, zoom).lanes) {
        for (let i = 1; i < lane.xs.length; i++) {
          const step = Math.hypot(lane.xs[i]! - lane.xs[i - 1]!, lane.ys[i]! - lane.ys[i - 1]!)
          expect(step, `${id} sample ${i} at zoom ${zoom}`).toBeLessThan(40)
        }
      }
    }
  })

  it('keeps the ends in place, so that terminals are where they are', () => {
    const lane = layOut(tracks, 12).lanes.get('blue')!
    const points = tracks.patterns.get('blue')!.points
    expect(lane.xs[0]).toBeCloseTo(points[0]!.x, 3)
    expect(lane.ys.at(-1)).toBeCloseTo(points.at(-1)!.y, 3)
  })

  it('draws a loop line once: out, round the ring, and not back', () => {
    const brown = tracks.patterns.get('brown')!
    const drawnM = (brown.drawnTo / (brown.points.length - 1)) * brown.lengthM
    expect(drawnM).toBeGreaterThan(17_972) // Clark/Lake
    expect(drawnM).toBeLessThan(18_584) // Merchandise Mart, on the way back
  })
})
