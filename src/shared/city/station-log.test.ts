import { expect, it } from 'vitest'
import type { CityRecord } from './fold/records'
import { arrivalsMax, createStationLogs } from './station-log'
import type { Direction, LineId } from './types'

const hour = 3_600_000
const record = (offset: number, topic = 't') => ({ topic, partition: 0, offset: String(offset) })

function entry(at: number, stationId = 1, offset = 0): CityRecord {
  return {
    kind: 'turnstile',
    value: { station_id: stationId, station_name: 'X', line: 'red' },
    at,
    record: record(offset),
  }
}

function arrival(at: number, trainId: string, line: LineId = 'red', direction: Direction = 'a'): CityRecord {
  return {
    kind: 'arrival',
    value: { station_id: 1, train_id: trainId, direction, line, train_status: 'in_service' },
    at,
    record: record(at),
  }
}

it('counts the entries of a station by simulated time and keeps the newest record', () => {
  const logs = createStationLogs()
  for (const [i, at] of [hour, hour + 1, hour + 400_000, 2 * hour].entries()) logs.note(entry(at, 1, i))
  logs.note(entry(9 * hour, 2))
  const { hours, minutes, turnstile } = logs.of(1)
  expect(hours).toEqual({ widthMs: hour, from: hour, counts: [3, 1] })
  expect(minutes.counts).toEqual([2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])
  expect(turnstile).toEqual(record(3))
  expect(logs.countedFrom).toBe(hour)
})

it("keeps ksqlDB's newest count with its record", () => {
  const logs = createStationLogs()
  logs.note({ kind: 'summary', value: { station_id: 1, count: 7 }, record: record(4) })
  logs.note({ kind: 'summary', value: { station_id: 1, count: 9 }, record: record(5) })
  expect(logs.of(1).summary).toEqual({ count: 9, record: record(5) })
})

it('keeps the newest arrivals of each platform, newest first, whatever order they are read in', () => {
  const logs = createStationLogs()
  for (let at = 1; at <= arrivalsMax + 3; at++) logs.note(arrival(at, `T${at}`))
  logs.note(arrival(2, 'late'))
  logs.note(arrival(5, 'B1', 'brown', 'b'))
  const [red, brown] = logs.of(1).arrivals
  expect(red!.arrivals.map(({ at }) => at)).toEqual([9, 8, 7, 6, 5, 4])
  expect(brown).toMatchObject({ line: 'brown', direction: 'b', arrivals: [{ trainId: 'B1' }] })
})

it('tells that a station has changed, and nothing of one that was never read', () => {
  const logs = createStationLogs()
  expect([logs.revision(1), logs.of(1).hours.counts]).toEqual([0, []])
  logs.note(entry(hour))
  expect([logs.revision(1), logs.revision(2)]).toEqual([1, 0])
  logs.note({ kind: 'undecoded', reason: 'x', record: record(0) })
  expect(logs.revision(1)).toBe(1)
})
