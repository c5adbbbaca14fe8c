import { rebalancesMax, type Rebalance } from '../../../shared/contract/groups'
import type { GroupLook, MemberLook } from './look'

/** Rebalances of one group, as two looks after each other tell them. The protocol has no way to ask for them. */
export interface RebalanceLog {
  note(look: Pick<GroupLook, 'at' | 'state' | 'members'>): void
  /** Newest first. */
  list(): Rebalance[]
}

/** A log that nobody has open is forgotten after this, ms: what happened meanwhile was not seen. */
const forgottenAfterMs = 10_000

/** Groups whose rebalances are kept at one time. */
const logsMax = 100

export interface OpenRebalanceLog {
  /** Since when the group is watched without a gap, wall ms. */
  readonly since: number
  list(): Rebalance[]
  close(): void
}

/** The rebalances of the groups that somebody looks at. @param now wall clock, ms */
export function rebalanceLogs(now: () => number) {
  const kept = new Map<string, { log: RebalanceLog; since: number; readers: number; closedAt: number }>()
  const forget = () => {
    for (const [group, { readers, closedAt }] of kept)
      if (readers === 0 && (closedAt < now() - forgottenAfterMs || kept.size > logsMax)) kept.delete(group)
  }
  return {
    note(look: GroupLook): void {
      forget()
      kept.get(look.group)?.log.note(look)
    },
    open(group: string): OpenRebalanceLog {
      forget()
      const found = kept.get(group) ?? { log: rebalanceLog(), since: now(), readers: 0, closedAt: 0 }
      kept.set(group, found)
      found.readers++
      return {
        since: found.since,
        list: () => found.log.list(),
        close() {
          found.readers--
          found.closedAt = now()
        },
      }
    },
  }
}

const moving = new Set(['PreparingRebalance', 'CompletingRebalance', 'Assigning', 'Reconciling'])

export function rebalanceLog(): RebalanceLog {
  let settled: Pick<GroupLook, 'state' | 'members'> | undefined
  let open: { rebalance: Rebalance; before: readonly MemberLook[] } | undefined
  const list: Rebalance[] = []
  const add = (rebalance: Rebalance): Rebalance => {
    list.unshift(rebalance)
    if (list.length > rebalancesMax) list.pop()
    return rebalance
  }
  return {
    note(look) {
      const { at, state, members } = look
      if (moving.has(state)) {
        open ??= {
          rebalance: add({ at, what: 'members are joining', ms: null, isOpen: true }),
          before: settled?.members ?? [],
        }
        open.rebalance.ms = at - open.rebalance.at
        return
      }
      const before = open ? open.before : settled?.members
      const what = before && changeOf(before, members)
      if (open) {
        Object.assign(open.rebalance, {
          what: what ?? 'the same members, the same partitions',
          ms: at - open.rebalance.at,
          isOpen: false,
        })
        open = undefined
      } else if (what) add({ at, what, ms: null, isOpen: false })
      settled = look
    },
    list: () => list.map(rebalance => ({ ...rebalance })),
  }
}

/** What differs between two sets of members, in words; null when nothing does. */
export function changeOf(before: readonly MemberLook[], after: readonly MemberLook[]): string | null {
  const was = new Map(before.map(member => [member.id, member]))
  const is = new Map(after.map(member => [member.id, member]))
  const joined = after.filter(({ id }) => !was.has(id))
  const left = before.filter(({ id }) => !is.has(id))
  if (before.length === 0 && joined.length > 0) return `${named(joined)} joined as the first`
  if (after.length === 0 && left.length > 0) return `${named(left)} left; nobody reads`
  if (joined.length > 0 && left.length > 0) return `${named(joined)} joined, ${named(left)} left`
  if (joined.length > 0) return `${named(joined)} joined`
  if (left.length > 0) return `${named(left)} left`
  const moved = after.filter(member => owned(member) !== owned(was.get(member.id)))
  return moved.length === 0 ? null : `partitions moved between ${named(moved)}`
}

/** Three names, and how many more. */
function named(members: readonly MemberLook[]): string {
  const shown = members.slice(0, 3).map(({ label }) => label)
  const more = members.length - shown.length
  if (more > 0) return `${shown.join(', ')} and ${more} more`
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}` : (shown[0] ?? '')
}

function owned(member: MemberLook | undefined): string {
  const partitions = member?.owns?.flatMap(({ topic, partitions }) => partitions.map(p => `${topic}/${p}`)) ?? []
  return partitions.sort().join()
}
