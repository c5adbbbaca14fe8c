import { groupsListedMax, type GroupRow, type GroupsMessage } from '../../../shared/contract/groups'
import { delay } from '../../lib/cancellation'
import { asProblem } from '../../lib/problem'
import { announcer, watch } from '../../lib/watch'
import { lagHistory } from './lag-history'
import type { GroupLook, ListedGroup } from './look'
import { listedRow } from './rows'

/** Time between two rounds over the groups. */
const roundEveryMs = 2_000

/** Groups that one round looks at: those whose last look lies longest ago. */
export const roundGroupsMax = 200

export interface RoundsOptions {
  list(): Promise<ListedGroup[]>
  lookAt(listed: readonly ListedGroup[], signal: AbortSignal): Promise<Map<string, GroupLook | Error>>
  rowOf(look: GroupLook): GroupRow
  /** What a round's failure is told as. */
  problemOf(error: unknown): Error
  /** Ends all rounds. */
  closing: AbortSignal
  now(): number
  everyMs?: number
}

/** Rounds over all groups for as long as somebody watches. */
export function groupRounds(options: RoundsOptions) {
  const { closing, everyMs = roundEveryMs } = options
  const changes = announcer()
  const table = groupTable(options)
  let failure: Error | undefined
  let watchers = 0
  let running: AbortController | undefined

  const loop = async (signal: AbortSignal) => {
    while (!signal.aborted && !closing.aborted) {
      try {
        await table.round(signal, everyMs)
        failure = undefined
      } catch (error) {
        if (signal.aborted || closing.aborted) return
        failure = options.problemOf(error)
      }
      changes.announce()
      await delay(everyMs, signal).catch(() => undefined)
    }
  }

  return {
    async *watch(signal: AbortSignal): AsyncGenerator<GroupsMessage, void, void> {
      if (watchers++ === 0) {
        // What was found before is old: whoever looks now waits for the first round.
        failure = undefined
        table.begin()
        running = new AbortController()
        void loop(running.signal)
      }
      const next = table.reader()
      const take = () => {
        if (failure) throw failure
        return next()
      }
      try {
        yield* watch(changes, take, { everyMs: everyMs / 2, signal })
      } finally {
        if (--watchers === 0) running?.abort(new Error('nobody watches'))
      }
    },
  }
}

/** What is known of all groups. */
function groupTable({ list, lookAt, rowOf, now }: RoundsOptions) {
  const rows = new Map<string, GroupRow>()
  const lookedAt = new Map<string, number>()
  const history = lagHistory()
  let found: { at: number; unlisted: number; turnMs: number } | undefined

  const set = (row: GroupRow) => {
    const before = rows.get(row.group)
    // An equal row stays the same object: whoever has sent it needs not send it again.
    if (!before || JSON.stringify(before) !== JSON.stringify(row)) rows.set(row.group, row)
  }
  const keepOnly = (listed: readonly ListedGroup[]) => {
    const names = new Set(listed.map(({ groupId }) => groupId))
    for (const group of [...rows.keys()].filter(name => !names.has(name))) {
      rows.delete(group)
      lookedAt.delete(group)
      history.forget(group)
    }
    for (const group of listed) if (!rows.has(group.groupId)) rows.set(group.groupId, listedRow(group))
  }
  const take = (group: string, look: GroupLook | Error) => {
    lookedAt.set(group, now())
    if (look instanceof Error) return set({ ...rows.get(group)!, problem: asProblem(`group ${group}`, look) })
    const row = rowOf(look)
    set(row)
    if (row.lag.records !== null) history.note(group, look.at, row.lag.records)
  }
  const age = ({ groupId }: ListedGroup) => lookedAt.get(groupId) ?? 0

  return {
    begin() {
      found = undefined
    },
    async round(signal: AbortSignal, everyMs: number): Promise<void> {
      const all = await list()
      const listed = all.slice(0, groupsListedMax)
      keepOnly(listed)
      const due = [...listed].sort((a, b) => age(a) - age(b)).slice(0, roundGroupsMax)
      for (const [group, look] of await lookAt(due, signal)) take(group, look)
      const turns = Math.max(1, Math.ceil(listed.length / roundGroupsMax))
      found = { at: now(), unlisted: all.length - listed.length, turnMs: turns * everyMs }
    },
    /** Messages for one reader: a snapshot, then what differs from what it was sent. */
    reader(): () => GroupsMessage | undefined {
      const sent = new Map<string, GroupRow>()
      let isFirst = true
      return () => {
        if (!found) return undefined
        const changed = [...rows.values()].filter(row => sent.get(row.group) !== row)
        const gone = [...sent.keys()].filter(group => !rows.has(group))
        for (const row of changed) sent.set(row.group, row)
        for (const group of gone) sent.delete(group)
        if (!isFirst) return { kind: 'round', ...found, changed, gone }
        isFirst = false
        const points = changed.map(({ group }) => [group, history.of(group)] as const)
        return { kind: 'snapshot', ...found, groups: changed, history: Object.fromEntries(points) }
      }
    },
  }
}
