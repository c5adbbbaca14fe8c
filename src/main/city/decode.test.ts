import avro from 'avsc'
import { describe, expect, it } from 'vitest'
import {
  arrivalTopic,
  stationsTableTopic,
  turnstileSummaryTopic,
  turnstileTopic,
  weatherTopic,
} from '../../shared/city/names'
import { readSchemas } from '../lib/schemas'
import { decodeMessage, isCityTopic, neededSchemas } from './decode'
import type { SchemaReader } from './schema-cache'

const schemas = readSchemas()
const texts = [
  schemas.arrival.key,
  schemas.arrival.value,
  schemas.turnstile.value,
  schemas.weather.value,
  '"string"',
  // A producer of the original course: the same fields without ours.
  '{"type":"record","name":"value","fields":[{"name":"station_id","type":"int"},{"name":"train_id","type":"string"},{"name":"direction","type":"string"},{"name":"line","type":"string"},{"name":"train_status","type":"string"},{"name":"prev_station_id","type":["null","int"]},{"name":"prev_direction","type":["null","string"]}]}',
]
const types = texts.map(text => avro.Type.forSchema(JSON.parse(text), { registry: {} }))
const readers = (id: number): SchemaReader | undefined => (types[id] ? { type: types[id] } : { problem: 'no such id' })

function framed(id: number, value: unknown): Buffer {
  const header = Buffer.alloc(5)
  header.writeInt32BE(id, 1)
  return Buffer.concat([header, types[id]!.toBuffer(value)])
}

const key = framed(0, { timestamp: 1_000 })
const arrival = {
  station_id: 40900,
  train_id: 'RL001',
  direction: 'a',
  line: 'red',
  train_status: 'in_service',
  prev_station_id: null,
  prev_direction: null,
}
const ours = { pattern: 'red', stop_index: 0, departure_ms: 5, next_station_id: 41190, next_arrival_ms: 9 }
const howard = arrivalTopic('Howard')
const text = (json: unknown) => Buffer.from(JSON.stringify(json))

const read = (topic: string, key: Buffer | null, value: Buffer | null) =>
  decodeMessage(topic, 0, { key, value, offset: '7' }, readers)

describe('reading records of the city', () => {
  it.each([
    [
      'an arrival',
      howard,
      key,
      framed(1, { ...arrival, ...ours }),
      { kind: 'arrival', at: 1_000, value: { ...arrival, ...ours } },
    ],
    [
      'an arrival of the original course',
      howard,
      key,
      framed(5, arrival),
      { kind: 'arrival', at: 1_000, value: arrival },
    ],
    [
      'a turnstile entry',
      turnstileTopic,
      key,
      framed(2, { station_id: 1, station_name: 'x', line: 'red' }),
      { kind: 'turnstile', at: 1_000, value: { station_id: 1 } },
    ],
    [
      'weather',
      weatherTopic,
      key,
      framed(3, { temperature: 50, status: 'windy' }),
      { kind: 'weather', value: { status: 'windy' } },
    ],
    [
      'a station',
      stationsTableTopic,
      text('1'),
      text({ station_id: 1, station_name: 'x', order: 2, line: 'blue' }),
      { kind: 'stationRow', value: { line: 'blue' } },
    ],
  ])('understands %s', (_what, topic, key, value, expected) => {
    expect(read(topic, key, value)).toMatchObject(expected)
  })

  it.each([
    ['station and count in the value (KSQL 5)', Buffer.from('40380'), { STATION_ID: 40380, COUNT: 12 }],
    ['the station in the value, in lower case', Buffer.from('x'), { station_id: 40380, count: 12 }],
    ['the station as a JSON key', text(40380), { COUNT: 12 }],
    ['the station in an object as key', text({ STATION_ID: 40380 }), { COUNT: 12 }],
    ['the station as ID in the key', text({ ID: 40380 }), { COUNT: 12 }],
    ['a count without a name', Buffer.from('40380'), { STATION_ID: 40380, KSQL_COL_1: 12 }],
  ])('understands a summary with %s', (_what, key, value) => {
    expect(read(turnstileSummaryTopic, key, text(value))).toMatchObject({
      kind: 'summary',
      value: { station_id: 40380, count: 12 },
    })
  })

  it.each([
    ['a value that is not framed', howard, key, Buffer.from('hello'), /wire format/],
    ['an empty value', howard, key, Buffer.alloc(0), /wire format/],
    ['no value', howard, key, null, /no value/],
    ['no key', howard, null, framed(1, { ...arrival, ...ours }), /no key/],
    ['a key that has no time', howard, framed(4, 'k'), framed(5, arrival), /key/],
    ['a schema id that nobody knows', howard, key, Buffer.from([0, 0, 0, 0, 99, 1]), /no such id/],
    ['a cut value', howard, key, framed(5, arrival).subarray(0, 12), /does not fit/],
    ['bytes after the value', howard, key, Buffer.concat([framed(5, arrival), Buffer.from('x')]), /does not fit/],
    ['a line that there is not', howard, key, framed(5, { ...arrival, line: 'mauve' }), /line/],
    ['a direction that there is not', howard, key, framed(5, { ...arrival, direction: 'up' }), /direction/],
    ['JSON that is cut', stationsTableTopic, null, Buffer.from('{"station_id":'), /not JSON/],
    [
      'a station of no line',
      stationsTableTopic,
      null,
      text({ station_id: 1, station_name: 'x', order: 1, line: 'null' }),
      /line/,
    ],
    ['a summary without a count', turnstileSummaryTopic, text(1), text({ STATION_ID: 1 }), /count/],
    ['a summary without a station', turnstileSummaryTopic, null, text({ COUNT: 1 }), /no key/],
    ['a summary that was deleted', turnstileSummaryTopic, text(1), null, /no value/],
  ])('counts %s as undecoded, with the reason', (_what, topic, key, value, reason) => {
    const record = read(topic, key, value)
    expect(record).toMatchObject({ kind: 'undecoded', record: { topic, partition: 0, offset: '7' } })
    expect('reason' in record && record.reason).toMatch(reason)
  })

  it('asks for the schemas of keys and values that it does not have', () => {
    const messages = [
      { key, value: framed(2, { station_id: 1, station_name: 'x', line: 'y' }) },
      { key: null, value: Buffer.from('junk') },
    ]
    expect([...neededSchemas(turnstileTopic, messages, () => undefined)]).toEqual([0, 2])
    expect([...neededSchemas(turnstileTopic, messages, readers)]).toEqual([])
    expect([...neededSchemas(turnstileSummaryTopic, messages, () => undefined)]).toEqual([])
  })

  it('tells topics of the city from others', () => {
    const topics = [
      howard,
      turnstileTopic,
      'org.chicago.cta.stations',
      '__consumer_offsets',
      'x.org.chicago.cta.weather.v1',
    ]
    expect(topics.filter(isCityTopic)).toEqual([howard, turnstileTopic])
  })
})
