import { describe, expect, it } from 'vitest'
import { applyConfig, connectorRecord, emptyConfigs, targetRecord, taskRecords, type KeyAndValue } from './configs'
import { applyOffset, findOffset, offsetKey, type OffsetState } from './offsets'
import { applyStatus, connectorStatusRecord, emptyStatuses, taskStatusRecord, topicRecord } from './statuses'

const bytes = (value: string | null) => (value === null ? null : Buffer.from(value))

describe('the topic connect-configs', () => {
  const replay = (...records: KeyAndValue[]) => {
    const state = emptyConfigs()
    for (const { key, value } of records) applyConfig(state, key, bytes(value))
    return state
  }

  it('keeps connectors, what they are meant to do, and their tasks', () => {
    const state = replay(
      targetRecord('s', 'PAUSED'),
      connectorRecord('s', { a: '1' }),
      ...taskRecords('s', [{ t: '0' }, { t: '1' }]),
    )
    expect(state.connectors.get('s')).toEqual({ a: '1' })
    expect(state.targets.get('s')).toBe('PAUSED')
    expect(state.tasks.get('s')).toEqual([{ t: '0' }, { t: '1' }])
  })

  it('keeps names with dashes apart from task numbers', () => {
    const state = replay(connectorRecord('a-1', {}), ...taskRecords('a-1', [{ t: '0' }]))
    expect([...state.tasks.keys()]).toEqual(['a-1'])
  })

  it('shows tasks only when their commit has come, and drops those beyond its count', () => {
    const [first, second, commit] = taskRecords('s', [{ t: '0' }, { t: '1' }])
    expect(replay(first!, second!).tasks.get('s')).toBeUndefined()
    const shrunk = replay(first!, second!, commit!, ...taskRecords('s', [{ t: 'new' }]))
    expect(shrunk.tasks.get('s')).toEqual([{ t: 'new' }])
  })

  it('has no tasks when compaction has taken some away', () => {
    const [, second, commit] = taskRecords('s', [{ t: '0' }, { t: '1' }])
    expect(replay(second!, commit!).tasks.get('s')).toEqual([])
  })

  it('forgets a connector with its tombstone', () => {
    const state = replay(
      connectorRecord('s', {}),
      ...taskRecords('s', [{}]),
      connectorRecord('s', null),
      targetRecord('s', null),
    )
    expect([state.connectors.size, state.tasks.size, state.targets.size]).toEqual([0, 0, 0])
  })

  it('tells STOPPED from PAUSED, also for workers that know only PAUSED', () => {
    expect(JSON.parse(targetRecord('s', 'STOPPED').value!)).toEqual({ state: 'PAUSED', 'state.v2': 'STOPPED' })
    expect(replay(targetRecord('s', 'STOPPED')).targets.get('s')).toBe('STOPPED')
    expect(replay({ key: 'target-state-s', value: '{"state":"PAUSED"}' }).targets.get('s')).toBe('PAUSED')
  })

  it('leaves alone what it does not know', () => {
    expect(replay({ key: 'session-key', value: '{"key":"x"}' })).toEqual(emptyConfigs())
  })

  it.each(['no json', '[]', '"text"'])('refuses the value %s', value => {
    expect(() => replay({ key: 'connector-s', value })).toThrow(SyntaxError)
  })
})

describe('the topic connect-status', () => {
  it('keeps states, traces and topics, until their tombstones', () => {
    const state = emptyStatuses()
    const apply = ({ key, value }: KeyAndValue) => applyStatus(state, key, bytes(value))
    const failed = { state: 'FAILED', workerId: 'w:1', trace: 'why', version: '1' } as const
    apply(connectorStatusRecord('my-c', { ...failed, state: 'RUNNING', trace: null }))
    apply(taskStatusRecord('my-c', 0, failed))
    apply(topicRecord('my-c', 'a.b', 0, 5))
    expect(state.connectors.get('my-c')).toEqual({ state: 'RUNNING', workerId: 'w:1', trace: null, version: '1' })
    expect(state.tasks.get('my-c')!.get(0)).toEqual(failed)
    expect([...state.topics.get('my-c')!]).toEqual(['a.b'])
    apply(connectorStatusRecord('my-c', null))
    apply(taskStatusRecord('my-c', 0, null))
    apply(topicRecord('my-c', 'a.b', null, 5))
    expect([state.connectors.size, state.tasks.size, state.topics.size]).toEqual([0, 0, 0])
  })
})

describe('the topic connect-offsets', () => {
  const partition = { protocol: '1', table: 'public.stations' }

  it('keeps the last offset of each partition, whatever the order of its members', () => {
    const state: OffsetState = new Map()
    applyOffset(state, offsetKey('s', partition), bytes('{"incrementing":1}'))
    applyOffset(state, '["s",{"table":"public.stations","protocol":"1"}]', bytes('{"incrementing":9007199254740993}'))
    expect(state.get('s')!.size).toBe(1)
    expect(findOffset(state, 's', partition)!.offset).toEqual({ incrementing: 9007199254740993n })
    expect(findOffset(state, 'other', partition)).toBeNull()
  })

  it('forgets with a tombstone', () => {
    const state: OffsetState = new Map()
    applyOffset(state, offsetKey('s', partition), bytes('{"incrementing":1}'))
    applyOffset(state, offsetKey('s', partition), null)
    expect(state.size).toBe(0)
  })

  it.each(['x', '{}', '[1,{}]'])('refuses the key %s', key => {
    expect(() => applyOffset(new Map(), key, bytes('{}'))).toThrow(SyntaxError)
  })
})
