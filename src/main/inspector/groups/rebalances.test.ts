import { describe, expect, it } from 'vitest'
import type { MemberLook } from './look'
import { changeOf, rebalanceLog, rebalanceLogs } from './rebalances'

const member = (label: string, partitions: number[] = [0]): MemberLook => ({
  id: `id-${label}`,
  label,
  clientId: label,
  host: '127.0.0.1',
  topics: ['t'],
  owns: [{ topic: 't', partitions }],
  isOurs: false,
})
const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(label => member(label)) as [
  MemberLook,
  MemberLook,
  MemberLook,
  MemberLook,
]

describe('what two looks at a group tell of a rebalance', () => {
  it.each([
    [[], [a], 'a joined as the first'],
    [[a], [a, b], 'b joined'],
    [[a, b], [a], 'b left'],
    [[a], [], 'a left; nobody reads'],
    [[a], [b], 'b joined, a left'],
    [[a], [a, b, c], 'b and c joined'],
    [[], [a, b, c, d], 'a, b, c and 1 more joined as the first'],
    [[a, b], [member('a', [0, 1]), b], 'partitions moved between a'],
    [[a], [a], null],
  ])('%#: %j → %j', (before, after, what) => expect(changeOf(before, after)).toBe(what))

  it('measures how long the group was seen without owners', () => {
    const log = rebalanceLog()
    log.note({ at: 1_000, state: 'Stable', members: [a] })
    log.note({ at: 2_000, state: 'PreparingRebalance', members: [a, b] })
    expect(log.list()).toEqual([{ at: 2_000, what: 'members are joining', ms: 0, isOpen: true }])
    log.note({ at: 4_000, state: 'CompletingRebalance', members: [a, b] })
    log.note({ at: 5_000, state: 'Stable', members: [a, b] })
    expect(log.list()).toEqual([{ at: 2_000, what: 'b joined', ms: 3_000, isOpen: false }])
  })

  it('keeps the newest fifty', () => {
    const log = rebalanceLog()
    for (let i = 0; i < 120; i++) log.note({ at: i, state: 'Stable', members: i % 2 === 0 ? [a] : [a, b] })
    expect(log.list()).toHaveLength(50)
    expect(log.list()[0]?.at).toBe(119)
  })
})

describe('the rebalances of the groups that somebody looks at', () => {
  const look = (at: number, members: MemberLook[]) => {
    return { group: 'g', at, state: 'Stable', members, protocolType: 'consumer', protocol: '', partitions: [] }
  }

  it('are seen by everybody who looks, and only since somebody does', () => {
    let now = 1_000
    const logs = rebalanceLogs(() => now)
    logs.note(look(500, [a]))
    const first = logs.open('g')
    logs.note(look(1_000, [a]))
    now = 2_000
    const second = logs.open('g')
    logs.note(look(2_000, [a, b]))
    expect(second.since).toBe(1_000)
    expect(second.list()).toEqual(first.list())
    expect(first.list()).toHaveLength(1)
  })

  it('are forgotten when nobody has looked for a while: what happened meanwhile was not seen', () => {
    let now = 1_000
    const logs = rebalanceLogs(() => now)
    const first = logs.open('g')
    logs.note(look(1_000, [a]))
    first.close()
    now = 60_000
    const later = logs.open('g')
    logs.note(look(60_000, [b]))
    expect(later.since).toBe(60_000)
    expect(later.list()).toEqual([])
  })
})
