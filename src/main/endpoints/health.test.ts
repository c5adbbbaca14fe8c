import { describe, expect, it } from 'vitest'
import type { ServiceState } from '../../shared/contract/lifecycle'
import { serviceNames, type ServiceName } from '../../shared/contract/services'
import { ProblemError } from '../lib/problem'
import { serviceHealth } from './health'
import type { Probe } from './probes'
import { parseProfile } from './profile'

const { endpoints } = parseProfile('f', {
  endpoints: {
    kafka: ['a:9092'],
    registry: 'http://r',
    restProxy: 'http://p',
    connect: 'http://c',
    ksql: null,
    postgres: 'postgresql://u:p@db/cta',
  },
})

/** Runs probes until `enough` says so. */
async function probe(
  answers: Partial<Record<ServiceName, Probe>>,
  enough: (state: (name: ServiceName) => ServiceState) => boolean,
  now = () => 0,
) {
  const stop = new AbortController()
  const recovered: ServiceName[] = []
  const all = Object.fromEntries(serviceNames.map(name => [name, answers[name] ?? (async () => undefined)]))
  const health = serviceHealth({
    now,
    probes: all as Record<ServiceName, Probe>,
    everyMs: 1,
    onRecovered: name => recovered.push(name),
    onChange() {
      if (enough(state)) stop.abort()
    },
  })
  const state = (name: ServiceName) => health.states.find(one => one.name === name)!
  await health.run(endpoints!, stop.signal)
  return { recovered, state }
}

describe('the health of services', () => {
  it('calls what answers ready and what the profile lacks absent', async () => {
    const { state } = await probe({}, state => state('registry').state === 'ready' && state('ksql').state === 'absent')
    expect(state('registry')).toMatchObject({ state: 'ready', address: 'http://r', problem: null })
    expect(state('ksql')).toMatchObject({ state: 'absent', address: null })
  })

  it('names what failed, and tells once when it has come back', async () => {
    let asked = 0
    const problem = { code: 'x', where: 'Connect', message: 'gone', tip: 'wait' }
    const connect: Probe = async () => {
      if (++asked <= 3) throw new ProblemError(problem)
    }
    const { recovered, state } = await probe({ connect }, state => asked > 3 && state('connect').state === 'ready')
    expect(state('connect').problem).toBeNull()
    expect(recovered).toEqual(['connect'])
  })

  it('keeps the problem of a failed service for the screen', async () => {
    const problem = { code: 'x', where: 'Connect', message: 'gone', tip: 'wait' }
    const connect: Probe = () => Promise.reject(new ProblemError(problem))
    const { state } = await probe({ connect }, state => state('connect').state === 'failed')
    expect(state('connect')).toMatchObject({ state: 'failed', problem })
  })

  it('tells slow from ready', async () => {
    let now = 0
    const postgres: Probe = async () => void (now += 4_000)
    const { state } = await probe(
      { postgres },
      state => state('postgres').state === 'slow',
      () => now,
    )
    expect(state('postgres')).toMatchObject({ state: 'slow', problem: { code: 'service-slow' } })
  })
})
