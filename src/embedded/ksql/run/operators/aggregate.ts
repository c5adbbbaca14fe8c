import type { Value } from '../../functions/value'
import type { Step } from '../../plan/query-plan'
import { windowStarts } from '../../plan/window'
import { encodeState } from '../state/codec'
import type { StateStore } from '../state/store'
import type { Change, Emit, Operator, OperatorContext } from './operator'
import { evaluateAll, sinkKey } from './rekey'

type AggregateStep = Extract<Step, { op: 'aggregate' }>

/** A group as its store has it: grouped values, the aggregates' states, the largest time, the window's start or null. */
type Group = [Value[], Value[], number, number | null]

/** Windows are kept for pull queries at least this long behind the stream's time. */
const windowKeptMs = 86_400_000

/** GROUP BY: a store of groups, and what a change does to them. */
export interface Aggregation {
  operator: Operator
  /** The rows of all groups, as if each had just changed. */
  rows(): Iterable<Change>
}

/**
 * GROUP BY with its aggregates. Each change of a group is emitted. Of a table's change, the old row is undone in its group
 * before the new one is added to its own; when both are of one group that is one change.
 *
 * @param needsOld whether changes must say which row they replace
 */
export function aggregate(step: AggregateStep, context: OperatorContext, needsOld: boolean, emit: Emit): Aggregation {
  const groups = context.stores.open('groups')
  const times = context.stores.open('times')
  const keyOf = sinkKey(step.dialect, step.types)
  const { report } = context

  const groupsOf = (row: Value[]): Value[] | null => {
    const values = evaluateAll(step.groups, row, report)
    return values.length === 1 && values[0] === null ? null : values
  }

  const innerRow = ([values, states, time, start]: Group): Value[] => {
    const results = step.aggregates.map(({ function: fn }, index) => fn.result(states[index] ?? null))
    const bounds = step.window && start !== null ? [start, start + step.window.sizeMs] : []
    return [...values, ...results, time, ...bounds]
  }

  const changeOf = (group: Group, old: Value[] | null, partition: number): Change => ({
    key: keyOf(group[0]),
    rawKey: null,
    row: innerRow(group),
    old,
    timestamp: group[2],
    partition,
    window: windowOf(step, group[3]),
  })

  function update(values: Value[], start: number | null, change: Change, apply: (states: Value[]) => Value[]): void {
    const key = groupKey(values, start)
    const found = groups.get(key) as Group | undefined
    const before = found ?? [values, step.aggregates.map(({ function: fn }) => fn.initial()), change.timestamp, start]
    const old = needsOld && found ? innerRow(found) : null
    const states = apply(before[1])
    const group: Group = [values, states, Math.max(before[2], change.timestamp), start]
    groups.set(key, group)
    emit(changeOf(group, old, change.partition))
  }

  const add = (row: Value[]) => (states: Value[]) =>
    step.aggregates.map(({ function: fn, inputs }, index) =>
      fn.add(states[index] ?? null, evaluateAll(inputs, row, report)),
    )
  const undo = (row: Value[]) => (states: Value[]) =>
    step.aggregates.map(({ function: fn, inputs }, index) =>
      fn.undo!(states[index] ?? null, evaluateAll(inputs, row, report)),
    )

  function processPlain(change: Change): void {
    const oldGroup = change.old && groupsOf(change.old)
    const newGroup = change.row && groupsOf(change.row)
    const isOne = oldGroup && newGroup && groupKey(oldGroup, null) === groupKey(newGroup, null)
    if (isOne) return update(newGroup, null, change, states => add(change.row!)(undo(change.old!)(states)))
    if (oldGroup) update(oldGroup, null, change, undo(change.old!))
    if (newGroup) update(newGroup, null, change, add(change.row!))
  }

  function processWindowed(change: Change): void {
    const values = change.row && groupsOf(change.row)
    if (!values || !step.window) return
    const streamTime = advance(times, change)
    const { sizeMs, graceMs } = step.window
    for (const start of windowStarts(step.window, change.timestamp)) {
      if (start + sizeMs + graceMs > streamTime) update(values, start, change, add(change.row!))
    }
    forget(groups, times, step, streamTime)
  }

  return {
    operator: step.window ? processWindowed : processPlain,
    *rows() {
      for (const [, group] of groups.entries()) yield changeOf(group as Group, null, 0)
    },
  }
}

function windowOf({ window }: AggregateStep, start: number | null): Change['window'] {
  return window && start !== null ? { start, end: start + window.sizeMs } : null
}

/** Within one query the groups' types are always the same, so texts are told apart well enough. */
function groupKey(values: Value[], start: number | null): string {
  const [first] = values
  const isSimple = values.length === 1 && (typeof first === 'string' || typeof first === 'number')
  const key = isSimple ? String(first) : encodeState(values)
  return start === null ? key : `${start} ${key}`
}

/** The largest time seen in the change's partition, this change included. */
function advance(times: StateStore, { partition, timestamp }: Change): number {
  const before = (times.get(String(partition)) as number | undefined) ?? timestamp
  const now = Math.max(before, timestamp)
  if (now !== before || times.get(String(partition)) === undefined) times.set(String(partition), now)
  return now
}

/** Drops windows that no record can reach any more, once a window's size of stream time has gone by. */
function forget(groups: StateStore, times: StateStore, { window }: AggregateStep, streamTime: number): void {
  const last = (times.get('forgotten') as number | undefined) ?? 0
  if (streamTime - last < window!.sizeMs) return
  const keptFrom = streamTime - Math.max(window!.graceMs, windowKeptMs) - window!.sizeMs
  for (const [key, group] of groups.entries()) if ((group as Group)[3]! < keptFrom) groups.delete(key)
  times.set('forgotten', streamTime)
}
