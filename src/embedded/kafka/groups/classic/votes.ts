import type { Member } from './member'
import type { Protocol } from './messages'

/** The names that every member offers. */
export function commonProtocols(members: Iterable<Member>): Set<string> {
  let common: Set<string> | undefined
  for (const member of members) {
    const names = member.protocols.map(protocol => protocol.name)
    common = new Set(common ? names.filter(name => common!.has(name)) : names)
  }
  return common ?? new Set()
}

/**
 * The protocol for the next generation: each member votes for the first of its own list that all members offer; most
 * votes win, and of several the one that was voted for first. Null when they have none in common.
 */
export function chooseProtocol(members: Member[]): string | null {
  const common = commonProtocols(members)
  const votes = new Map<string, number>()
  for (const member of members) {
    const choice = member.protocols.find(protocol => common.has(protocol.name))?.name
    if (choice !== undefined) votes.set(choice, (votes.get(choice) ?? 0) + 1)
  }
  let winner: string | null = null
  for (const [name, count] of votes) if (winner === null || count > votes.get(winner)!) winner = name
  return winner
}

/** Whether somebody with these protocols could join these members. */
export function hasCommonProtocol(members: Iterable<Member>, protocols: Protocol[]): boolean {
  const common = commonProtocols(members)
  return protocols.some(protocol => common.has(protocol.name))
}
