import type { Admin } from 'kafkajs'
import { describe, expect, it } from 'vitest'
import { silentLog } from '../../lib/log'
import type { Step, StepContext } from '../step'
import { steps } from '.'

/** A profile of nothing but Kafka; whoever would write to it fails. */
const context: StepContext = {
  admin: {
    fetchTopicOffsets: async () => [{ partition: 0, offset: '0', low: '0', high: '0' }],
  } as Partial<Admin> as Admin,
  registry: null,
  connect: null,
  ksql: null,
  postgres: null,
  transformer: {
    isRunning: () => true,
    start: () => Promise.reject(new Error('started')),
    hasReadAll: async () => true,
    rewind: () => Promise.reject(new Error('rewound')),
  },
  arrivalTopics: [],
  schemas: { arrival: { key: '', value: '' }, turnstile: { key: '', value: '' }, weather: { key: '', value: '' } },
  stationsSql: '',
  ksqlScript: '',
  applied: new Set(),
  log: silentLog(),
  signal: new AbortController().signal,
}

const step = (id: string): Step => steps.find(one => one.id === id)!

describe('without the service that it needs, the step', () => {
  it.each([
    ['schemas', /no Schema Registry/],
    ['stations-table', /no PostgreSQL/],
    ['ksql', /no ksqlDB/],
    ['connector', /no Kafka Connect/],
  ])('%s is skipped, says why, and has nothing to apply', async (id, why) => {
    expect(await step(id).check(context)).toEqual({ state: 'skipped', detail: expect.stringMatching(why) })
    await step(id).apply(context)
  })

  it('connector is skipped where Connect is there, but no database', async () => {
    const connect = { title: 'Kafka Connect', url: 'http://127.0.0.1:1' }
    const found = await step('connector').check({ ...context, connect })
    expect(found).toEqual({ state: 'skipped', detail: expect.stringContaining('no PostgreSQL') })
  })

  it('transformer has nothing to do, and says so', async () => {
    expect(await step('transformer').check(context)).toEqual({
      state: 'done',
      detail: expect.stringContaining('is empty'),
    })
  })
})
