import { describe, expect, it } from 'vitest'
import type { GroupRow, GroupsMessage } from '../../../shared/contract/groups'
import { fallsBehind, filterGroups, foldGroups } from './known-groups'

const row = (group: string, change: Partial<GroupRow> = {}): GroupRow => ({
  group,
  protocolType: 'consumer',
  state: 'Stable',
  protocol: 'range',
  members: 1,
  partitions: 1,
  topics: ['a.topic'],
  lag: { records: 0, unknownPartitions: 0, ms: 0, isAtLeast: false },
  isOurs: false,
  problem: null,
  ...change,
})
const lag = (records: number | null, ms: number | null = null) => ({
  lag: { records, unknownPartitions: 0, ms, isAtLeast: false },
})
const snapshot = (...groups: GroupRow[]): GroupsMessage => ({
  kind: 'snapshot',
  at: 1_000,
  unlisted: 0,
  turnMs: 2_000,
  groups,
  history: {},
})
const round = (at: number, changed: GroupRow[], gone: string[] = []): GroupsMessage => ({
  kind: 'round',
  at,
  unlisted: 0,
  turnMs: 2_000,
  changed,
  gone,
})

describe('what is known of groups', () => {
  it('takes rows that change, forgets those that are gone, and begins anew with a snapshot', () => {
    let known = foldGroups(null, snapshot(row('a'), row('b')))
    known = foldGroups(known, round(3_000, [row('b', { members: 2 }), row('c')], ['a']))
    expect([...known.rows.values()].map(({ group, members }) => [group, members])).toEqual([
      ['b', 2],
      ['c', 1],
    ])
    expect([...foldGroups(known, snapshot(row('z'))).rows.keys()]).toEqual(['z'])
  })

  it('keeps the course of a lag, which stood still while nothing was said of it', () => {
    let known = foldGroups(null, snapshot(row('a', lag(5))))
    known = foldGroups(known, round(2_000, [row('a', lag(7))]))
    known = foldGroups(known, round(4_000, []))
    known = foldGroups(known, round(6_000, [row('a', lag(1))]))
    expect(known.courses.get('a')).toEqual([
      [2_000, 7],
      [4_000, 7],
      [6_000, 1],
    ])
  })

  it('forgets what lies more than five minutes ago', () => {
    let known = foldGroups(null, snapshot())
    for (let i = 0; i < 400; i++) known = foldGroups(known, round(i * 2_000, [row('a', lag(i))]))
    const course = known.courses.get('a')!
    expect(course[0]![0]).toBeGreaterThanOrEqual(399 * 2_000 - 5 * 60_000)
    expect(course.length).toBeLessThanOrEqual(202)
  })
})

describe('a group falls behind', () => {
  it('when its oldest unread record is old', () => {
    expect(fallsBehind(row('a', lag(10, 15_000)), [])).toBe(true)
    expect(fallsBehind(row('a', lag(10, 900)), [])).toBe(false)
  })

  it('when its lag grows and no time is known', () => {
    const course: [number, number][] = [
      [0, 100],
      [30_000, 5_000],
    ]
    expect(fallsBehind(row('a', lag(5_000)), course)).toBe(true)
    expect(fallsBehind(row('a', lag(5_000)), [[29_000, 100], course[1]!])).toBe(false)
  })

  it('but not when nobody reads, or nothing is known', () => {
    expect(fallsBehind(row('a', { members: 0, ...lag(10, 15_000) }), [])).toBe(false)
    expect(fallsBehind(row('a', lag(null)), [])).toBe(false)
  })
})

describe('the filter', () => {
  it('finds names and topics, whatever their case', () => {
    const rows = [row('City-reader'), row('b', { topics: ['org.city.x'] }), row('c')]
    expect(filterGroups(rows, ' CITY ').map(({ group }) => group)).toEqual(['City-reader', 'b'])
    expect(filterGroups(rows, '')).toHaveLength(3)
  })
})
