import { afterEach, describe, expect, it } from 'vitest'
import { chicago } from '../../shared/city/chicago'
import { buildNetwork } from '../../shared/city/network'
import { silentLog } from '../lib/log'
import type { Endpoints } from '../endpoints'
import { createPipeline, type Pipeline } from './pipeline'

const network = buildNetwork(chicago)
const nobody = { url: 'http://127.0.0.1:1' }
const everything: Endpoints = {
  kafka: { brokers: ['127.0.0.1:1'] },
  registry: nobody,
  restProxy: nobody,
  connect: nobody,
  ksql: nobody,
  postgres: { url: 'postgresql://u:p@127.0.0.1:1/cta' },
}

let pipeline: Pipeline | undefined
afterEach(() => pipeline?.producers?.stop(AbortSignal.abort()))

function pipelineOf(endpoints: Partial<Endpoints>, readOnly = false): Pipeline {
  const all = { ...everything, ...endpoints }
  const profile = { id: 'p', title: 'P', readOnly, endpoints: all }
  const options = { profile, endpoints: all, network, log: silentLog(), now: () => 0, onChange: () => undefined }
  pipeline = createPipeline(options)
  return pipeline
}

const part = ({ parts }: Pipeline, id: string) => parts().find(one => one.id === id)

describe('the pipeline of a profile', () => {
  it('that has every service writes', () => {
    const whole = pipelineOf({})
    expect(whole.producers).not.toBeNull()
    expect(whole.cannotWrite).toBeNull()
    expect(part(whole, 'weather')).toMatchObject({ state: 'running', problem: null })
  })

  it('that is read-only has no producers, and says why', () => {
    const shown = pipelineOf({}, true)
    expect(shown.producers).toBeNull()
    expect(shown.cannotWrite?.code).toBe('read-only')
    for (const id of ['producer', 'weather']) {
      expect(part(shown, id)).toMatchObject({ state: 'off', problem: { code: 'read-only' } })
    }
  })

  it('without a registry cannot write, for there is no Avro without one', () => {
    const mute = pipelineOf({ registry: null })
    expect(mute.producers).toBeNull()
    expect(mute.cannotWrite?.code).toBe('no-registry')
  })

  it('without a REST proxy writes all but the weather, and weather never holds the clock', () => {
    const dry = pipelineOf({ restProxy: null })
    expect(dry.cannotWrite).toBeNull()
    expect(part(dry, 'weather')).toMatchObject({ state: 'off', problem: { code: 'no-rest-proxy' } })
    dry.producers!.add(Array.from({ length: 1_000 }, (_, at) => ({ kind: 'WeatherChanged' as const, at, value: {} })))
    expect(dry.producers!.hasRoom()).toBe(true)
  })
})
