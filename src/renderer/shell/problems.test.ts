import { describe, expect, it } from 'vitest'
import type { Health } from '../../shared/contract/lifecycle'
import { troubles, type TroubleInput } from './problems'

const problem = { code: 'c', where: 'somewhere', message: 'It broke.', tip: 'Mend it.' }
const health: Health = {
  profile: { id: 'embedded', title: 'Embedded', readOnly: false },
  run: { state: 'running', speed: 60, seed: 1, problem: null },
  services: [{ name: 'kafka', state: 'ready', address: '127.0.0.1:9092', note: null, problem: null }],
  steps: [{ id: 'topics', title: 'Topics', state: 'done', detail: null, problem: null }],
  parts: [],
}
const well: TroubleInput = {
  health,
  facts: { behindMs: 200, lagging: [], laggingSince: null },
  connection: { state: 'open', since: 0, nextTryAt: null, faults: {} },
  failure: null,
  guesses: 0,
  mapTime: '17:23:56',
  behindMsMax: 10_000,
}

function check(change: Partial<TroubleInput>, expected: string[]): void {
  expect(troubles({ ...well, ...change }).map(({ id }) => id)).toEqual(expected)
}

describe('troubles', () => {
  it('name a stream that cannot be followed, whatever else is wrong', () => {
    const fault = { code: 'misfit', where: 'trains', message: 'The city brought nonsense.', tip: 'Reload.' }
    const connection = { state: 'open' as const, since: 0, nextTryAt: null, faults: { 'the city': fault } }
    check({ health: null, connection }, ['stream:the city'])
  })

  it('are none when all is well, and while the app has not been heard of yet', () => {
    check({}, [])
    check({ health: null, connection: { state: 'connecting', since: 0, nextTryAt: null, faults: {} } }, [])
  })

  it('name the lost app first, whatever else is wrong', () => {
    const failed: Health = { ...health, services: [{ ...health.services[0]!, state: 'failed', problem }] }
    check({ health: failed, connection: { state: 'lost', since: 0, nextTryAt: 1, faults: {} } }, [
      'connection',
      'service:kafka',
    ])
  })

  it('speak of a service that fails without a word', () => {
    const [trouble] = troubles({
      ...well,
      health: { ...health, services: [{ ...health.services[0]!, state: 'failed' }] },
    })
    expect(trouble).toMatchObject({ title: 'Kafka does not answer.', where: '127.0.0.1:9092', action: 'show-services' })
  })

  it('offer to retry a step that failed', () => {
    const [trouble] = troubles({
      ...well,
      health: { ...health, steps: [{ ...health.steps[0]!, state: 'failed', problem }] },
    })
    expect(trouble).toMatchObject({ id: 'step:topics', text: 'It broke. Mend it.', action: 'retry-steps' })
  })

  it('tell why the run failed', () => {
    const [trouble] = troubles({ ...well, health: { ...health, run: { ...health.run, state: 'failed', problem } } })
    expect(trouble).toMatchObject({ id: 'run', tone: 'err', title: 'It broke.' })
  })

  it.each([
    [10_000, 0, null],
    [42_000, 0, 'The map is 42 s behind.'],
    [42_000, 1, 'The map is 42 s behind; 1 train is a guess.'],
    [42_000, 7, 'The map is 42 s behind; 7 trains are guesses.'],
  ])('%d ms behind with %d guesses: %s', (behindMs, guesses, title) => {
    expect(troubles({ ...well, facts: { ...well.facts, behindMs }, guesses })[0]?.title ?? null).toBe(title)
  })

  it('say which partitions wait, and since when', () => {
    const topic = (name: string) => `org.chicago.cta.station.arrivals.${name}`
    const facts = {
      behindMs: 42_000,
      lagging: [
        { topic: topic('granville'), partition: 0, waitedMs: 42_000, records: 4_000 },
        { topic: topic('thorndale'), partition: 2, waitedMs: 30_000, records: 118 },
      ],
      laggingSince: Date.now(),
    }
    const [trouble] = troubles({ ...well, facts })
    expect(trouble).toMatchObject({ id: 'behind', action: 'show-lag' })
    expect(trouble!.text).toMatch(
      /^4,118 more records wait on partition 0, 2 of granville, thorndale, since \d\d:\d\d:\d\d \(wall\)\. Times/,
    )
    const many = Array.from({ length: 5 }, (_, i) => ({ ...facts.lagging[0]!, topic: `t${i}`, records: 0 }))
    expect(troubles({ ...well, facts: { ...facts, lagging: many } })[0]!.text).toContain('of 5 topics')
  })

  it("say in the map's words that nothing can be read", () => {
    const reader = {
      id: 'city',
      title: 'City reader',
      state: 'retrying' as const,
      buffered: null,
      bufferedMax: null,
      records: 0,
      dropped: 0,
      problem,
    }
    const services: Health['services'] = [{ ...health.services[0]!, state: 'failed', problem }]
    const away = { ...health, services, parts: [reader] }
    check({ health: away }, ['standing', 'service:kafka'])
    expect(troubles({ ...well, health: away, guesses: 118 })[0]).toMatchObject({
      title: 'The map stands still at 17:23:56; 118 trains are guesses.',
      text: 'No record can be read: It broke. What is known stays, and it goes on by itself.',
    })
    check({ health: away, mapTime: null }, ['service:kafka', 'part:city'])
  })

  it('tell of parts that retry below those that failed', () => {
    const part = { title: 'P', buffered: null, bufferedMax: null, records: 0, dropped: 0, problem }
    const parts = [
      { ...part, id: 'a', state: 'retrying' as const },
      { ...part, id: 'b', state: 'failed' as const },
    ]
    check({ health: { ...health, parts } }, ['part:b', 'part:a'])
  })
})
