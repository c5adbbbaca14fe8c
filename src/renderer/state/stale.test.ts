import { expect, it } from 'vitest'
import type { PartState, ServiceState } from '../../shared/contract/lifecycle'
import { isReaderAway } from './stale'

function reader(state: PartState['state']): PartState {
  return {
    id: 'city',
    title: 'City reader',
    state,
    buffered: null,
    bufferedMax: null,
    records: 0,
    dropped: 0,
    problem: null,
  }
}

function kafka(state: ServiceState['state']): ServiceState {
  return { name: 'kafka', state, address: null, note: null, problem: null }
}

it.each<[PartState['state'], boolean]>([
  ['starting', false],
  ['running', false],
  ['stopped', false],
  ['retrying', true],
  ['failed', true],
])('the map is stale while its reader is %s: %s', (state, isAway) => {
  expect(isReaderAway({ parts: [reader(state)], services: [kafka('failed')] })).toBe(isAway)
})

it('the map is stale when Kafka has failed and no reader is there', () => {
  expect(isReaderAway({ parts: [], services: [kafka('failed')] })).toBe(true)
  expect(isReaderAway({ parts: [], services: [kafka('starting')] })).toBe(false)
})
