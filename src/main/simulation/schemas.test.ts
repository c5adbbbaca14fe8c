import avro from 'avsc'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import climate from '../../../resources/data/climate.json'
import ridership from '../../../resources/data/ridership.json'
import { chicago } from '../../shared/city/chicago'
import { buildNetwork } from '../../shared/city/network'
import { advance, createSimulation, type SimulationEvent } from '.'
import { hourMs } from '../../shared/city/chicago-time'

const schema = (name: string) => avro.Type.forSchema(JSON.parse(readFileSync(`schemas/${name}-value.avsc`, 'utf8')))
const types: Record<SimulationEvent['kind'], avro.Type> = {
  TrainArrived: schema('arrival'),
  RiderEntered: schema('turnstile'),
  WeatherChanged: schema('weather'),
}

describe('events', () => {
  it('have every field of their topics, as the Avro schemas have them, at a time in whole ms', () => {
    const startAt = Date.UTC(2026, 0, 13, 13, 30)
    const state = createSimulation({ network: buildNetwork(chicago), ridership, climate, seed: 1, startAt })
    const { events } = advance(state, hourMs)
    expect(new Set(events.map(event => event.kind)).size).toBe(3)
    const wrong = events.filter(({ kind, at, value }) => {
      const fields = (types[kind] as avro.types.RecordType).fields.map(field => field.name)
      return !types[kind].isValid(value) || !Number.isSafeInteger(at) || fields.join() !== Object.keys(value).join()
    })
    expect(wrong).toEqual([])
  })
})
