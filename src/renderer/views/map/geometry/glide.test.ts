import { describe, expect, it } from 'vitest'
import { chicago } from '../../../../shared/city/chicago'
import { buildNetwork } from '../../../../shared/city/network'
import type { TrainState } from '../../../../shared/city/types'
import { easeMs, glide, jumpPx, type GlideInput } from './glide'
import { buildTracks, lanePoint, layOut } from './lanes'

const network = buildNetwork(chicago)
const layout = layOut(buildTracks(network), 12)
const at = 1_784_000_000_000
const red = network.patterns.get('red')!
const lane = layout.lanes.get('red')!

/** At Jarvis, and a long while until its departure, so that it stands. */
const train: TrainState = {
  id: 'RL801',
  line: 'red',
  direction: 'a',
  status: 'in_service',
  stationId: 41190,
  prevStationId: 40900,
  arrivedAt: at,
  pattern: 'red',
  stopIndex: 1,
  departureAt: at + 60_000,
  nextStationId: 40100,
  nextArrivalAt: at + 160_000,
  record: { topic: 't', partition: 0, offset: '1' },
}
const input = (trains: TrainState[], simulatedNow = at): GlideInput => ({
  network,
  layout,
  trains,
  simulatedNow,
  rate: 1,
  isVisible: () => true,
  isStale: false,
})
/** The same train, called at another stop by a newer record. */
const atStop = (index: number): TrainState => ({
  ...train,
  stopIndex: index,
  stationId: red.stops[index]!.stationId,
  prevStationId: red.stops[index - 1]!.stationId,
  nextStationId: red.stops[index + 1]!.stationId,
})
const placeOf = (index: number) => lanePoint(lane, red.stops[index]!.distM)

describe('glide', () => {
  it('places a train in its lane, facing its way', () => {
    const [sprite] = glide().frame(input([train]), 0)
    const point = placeOf(1)
    expect(sprite?.at).toEqual({ x: point.x, y: point.y })
    expect(sprite?.facing.x).toBeCloseTo(point.along.x, 9)
  })

  it('slides to where a newer record says, without a jump', () => {
    const trains = glide()
    const before = trains.frame(input([train]), 0)[0]!.at
    const next = atStop(2)
    const first = trains.frame(input([next]), 1_000)[0]!
    expect(Math.hypot(first.at.x - before.x, first.at.y - before.y)).toBeLessThan(1)
    const half = trains.frame(input([next]), 1_000 + easeMs / 2)[0]!
    const last = trains.frame(input([next]), 1_000 + easeMs)[0]!
    const target = placeOf(2)
    expect(last.at).toEqual({ x: target.x, y: target.y })
    expect(Math.hypot(half.at.x - target.x, half.at.y - target.y)).toBeGreaterThan(1)
    expect(last.alpha).toBe(1)
  })

  it(`fades in at its new place when that is more than ${jumpPx} px away`, () => {
    const trains = glide()
    trains.frame(input([train]), 0)
    trains.frame(input([train]), easeMs)
    const far = atStop(12)
    const target = placeOf(12)
    const [sprite] = trains.frame(input([far]), 1_000)
    expect(sprite?.at).toEqual({ x: target.x, y: target.y })
    expect(sprite?.alpha).toBe(0)
    expect(trains.frame(input([far]), 1_000 + easeMs)[0]?.alpha).toBe(1)
  })

  it('slides over several stops at 600x, along its track, where records come in steps of more than a minute', () => {
    const trains = glide()
    const fast = (state: TrainState) => ({ ...input([state]), rate: 600 })
    trains.frame(fast(train), 0)
    trains.frame(fast(train), easeMs)
    const next = atStop(3)
    const [first] = trains.frame(fast(next), 1_000)
    expect(first?.alpha).toBe(1)
    const half = trains.frame(fast(next), 1_000 + easeMs / 4)[0]!
    const share = 1 - (1 - 1 / 4) ** 3
    const way = red.stops[1]!.distM + (red.stops[3]!.distM - red.stops[1]!.distM) * share
    const expected = lanePoint(lane, way)
    expect(half.at.x).toBeCloseTo(expected.x, 3)
    expect(half.at.y).toBeCloseTo(expected.y, 3)
  })

  it('vouches for a train as long as its record may still be on the way', () => {
    const late = at + 160_000 + 100_000
    expect(glide().frame(input([train], late), 0)[0]?.certainty).toBe('estimated')
    expect(glide().frame({ ...input([train], late), rate: 600 }, 0)[0]?.certainty).toBe('recorded')
  })

  it('leaves out hidden lines and trains that have no place', () => {
    const hidden = { ...input([train]), isVisible: () => false }
    expect(glide().frame(hidden, 0)).toEqual([])
    expect(glide().frame(input([{ ...train, status: 'out_of_service' }]), 0)).toEqual([])
  })

  it('vouches for nothing while the app is away', () => {
    expect(glide().frame({ ...input([train]), isStale: true }, 0)[0]?.certainty).toBe('estimated')
  })
})
