import { describe, expect, it } from 'vitest'
import type { GroupsMessage } from '../../../shared/contract/groups'
import type { GroupLook, ListedGroup } from './look'
import { groupRounds, type RoundsOptions } from './rounds'
import { lookedRow } from './rows'

function look(group: string, lag: bigint): GroupLook {
  const partition = {
    topic: 't',
    partition: 0,
    committed: 100n - lag,
    position: null,
    start: 0n,
    end: 100n,
    member: null,
  }
  return {
    group,
    at: 1_000,
    state: 'Empty',
    protocolType: 'consumer',
    protocol: '',
    members: [],
    partitions: [partition],
  }
}

/** Rounds over groups that a test changes. */
function rounds(names: string[], change: Partial<RoundsOptions> = {}) {
  const state = { names, lag: 5n, lists: 0, looked: [] as string[][], fails: false }
  const made = groupRounds({
    async list() {
      state.lists++
      if (state.fails) throw new Error('away')
      return state.names.map((groupId): ListedGroup => ({ groupId, protocolType: 'consumer' }))
    },
    async lookAt(listed) {
      state.looked.push(listed.map(({ groupId }) => groupId))
      return new Map(listed.map(({ groupId }) => [groupId, look(groupId, state.lag)]))
    },
    rowOf: found => lookedRow(found, { age: () => null }),
    problemOf: error => error as Error,
    closing: new AbortController().signal,
    now: () => state.lists,
    everyMs: 10,
    ...change,
  })
  return { ...made, state }
}

async function next(stream: AsyncGenerator<GroupsMessage, void, void>): Promise<GroupsMessage> {
  const { value } = await stream.next()
  if (!value) throw new Error('the stream has ended')
  return value
}

/** The first message that passes; rounds without news come in between. */
async function until(
  stream: AsyncGenerator<GroupsMessage, void, void>,
  passes: (message: GroupsMessage) => boolean,
): Promise<GroupsMessage> {
  for (;;) {
    const message = await next(stream)
    if (passes(message)) return message
  }
}

describe('rounds over the groups', () => {
  it('tell all groups first, then only what changes and what is gone', async () => {
    const stop = new AbortController()
    const { watch, state } = rounds(['a', 'b'])
    const stream = watch(stop.signal)
    const first = await next(stream)
    expect(first).toMatchObject({ kind: 'snapshot', unlisted: 0, groups: [{ group: 'a' }, { group: 'b' }] })
    expect(await next(stream)).toMatchObject({ kind: 'round', changed: [], gone: [] })
    state.lag = 7n
    state.names = ['b']
    const changed = await until(stream, message => message.kind === 'round' && message.gone.length > 0)
    expect(changed).toMatchObject({ gone: ['a'], changed: [{ group: 'b', lag: { records: 7 } }] })
    stop.abort()
  })

  it('share their work between all who watch, and end with the last', async () => {
    const stop = new AbortController()
    const { watch, state } = rounds(['a'])
    const one = watch(stop.signal)
    await next(one)
    const two = watch(stop.signal)
    expect(await next(two)).toMatchObject({
      kind: 'snapshot',
      groups: [{ group: 'a' }],
      history: { a: expect.anything() },
    })
    await one.return()
    await two.return()
    const { lists } = state
    await new Promise(resolve => setTimeout(resolve, 60))
    expect(state.lists).toBeLessThanOrEqual(lists + 1)
  })

  it('look at 200 groups at a time, those first that were not looked at for longest', async () => {
    const stop = new AbortController()
    const names = Array.from({ length: 450 }, (_, i) => `g${String(i).padStart(3, '0')}`)
    const { watch, state } = rounds(names)
    const stream = watch(stop.signal)
    expect(await next(stream)).toMatchObject({ turnMs: 30 })
    await until(stream, () => state.looked.length >= 3)
    stop.abort()
    expect(state.looked.slice(0, 3).map(ids => [ids.length, ids[0]])).toEqual([
      [200, 'g000'],
      [200, 'g200'],
      [200, 'g400'],
    ])
  })

  it('end with the failure, so that whoever watches asks again', async () => {
    const { watch, state } = rounds(['a'])
    const stream = watch(new AbortController().signal)
    await next(stream)
    state.fails = true
    await expect(until(stream, () => false)).rejects.toThrow('away')
    state.fails = false
    expect(await next(watch(new AbortController().signal))).toMatchObject({ kind: 'snapshot' })
  })
})
