import { lagHistoryMs, type GroupRow, type GroupsMessage, type LagPoint } from '../../../shared/contract/groups'

/** All groups, as far as the page has been told. */
export interface KnownGroups {
  rows: ReadonlyMap<string, GroupRow>
  /** Lags over the last minutes, by group. */
  courses: ReadonlyMap<string, readonly LagPoint[]>
  /** Wall time of the newest round, ms. */
  at: number
  unlisted: number
  turnMs: number
}

/** Points that are kept of one group. */
const pointsMax = 200

/** The groups after one more message. */
export function foldGroups(known: KnownGroups | null, message: GroupsMessage): KnownGroups {
  const { at, unlisted, turnMs } = message
  if (message.kind === 'snapshot' || !known) {
    const rows = message.kind === 'snapshot' ? message.groups : message.changed
    const history = message.kind === 'snapshot' ? message.history : {}
    return {
      rows: new Map(rows.map(row => [row.group, row])),
      courses: new Map(Object.entries(history)),
      at,
      unlisted,
      turnMs,
    }
  }
  const rows = new Map(known.rows)
  const courses = new Map(known.courses)
  for (const group of message.gone) {
    rows.delete(group)
    courses.delete(group)
  }
  for (const row of message.changed) {
    rows.set(row.group, row)
    const { records } = row.lag
    if (records !== null) courses.set(row.group, withPoint(courses.get(row.group) ?? [], known.at, [at, records]))
  }
  return { rows, courses, at, unlisted, turnMs }
}

/** A row is told only when it changes, so the lag before stood until the round before this one. */
function withPoint(course: readonly LagPoint[], before: number, [at, records]: LagPoint): LagPoint[] {
  const last = course.at(-1)
  if (last && last[1] === records) return [...course]
  const held: LagPoint[] = last && last[0] < before ? [[before, last[1]]] : []
  const kept = course.filter(([time]) => time >= at - lagHistoryMs).slice(-pointsMax)
  return [...kept, ...held, [at, records]]
}

/** A group that reads and yet is this far behind falls behind. */
const behindMs = 10_000
const behindGrowth = 1.2
const behindRecords = 500
const behindSpanMs = 20_000

/** Whether a group with members does not keep up: by time where that is known, else by a lag that grows. */
export function fallsBehind(row: GroupRow, course: readonly LagPoint[]): boolean {
  if (row.members === 0 || row.lag.records === null || row.lag.records === 0) return false
  if (row.lag.ms !== null && row.lag.ms >= behindMs) return true
  const [first, last] = [course[0], course.at(-1)]
  if (!first || !last || row.lag.ms !== null) return false
  return last[0] - first[0] >= behindSpanMs && last[1] - first[1] >= behindRecords && last[1] >= first[1] * behindGrowth
}

/** Groups whose name, or one of whose topics, has the text in it. */
export function filterGroups(rows: Iterable<GroupRow>, filter: string): GroupRow[] {
  const wanted = filter.trim().toLowerCase()
  const all = [...rows]
  if (wanted === '') return all
  return all.filter(
    ({ group, topics }) =>
      group.toLowerCase().includes(wanted) || topics.some(topic => topic.toLowerCase().includes(wanted)),
  )
}
