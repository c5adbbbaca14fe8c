import { errors } from '../../wire/errors'
import type { ClassicGroup } from './group'
import { noBytes, syncError, type SyncAnswer, type SyncRequest } from './messages'
import { answerAndKeepAlive, hasSynced, prepareRebalance, type ClassicPorts } from './rebalance'

/**
 * A member asks for its share; the leader brings everybody's. Answered at once when the group is stable, otherwise when
 * the leader's shares are durable. Each call is answered exactly once.
 */
export function sync(
  ports: ClassicPorts,
  group: ClassicGroup,
  request: SyncRequest,
  answer: (answer: SyncAnswer) => void,
): void {
  const error = checkSync(group, request)
  if (error !== 0) return answer(syncError(error))
  const member = group.members.get(request.memberId)!
  if (group.is('Stable')) {
    hasSynced(group, member.id)
    const { protocolType, protocolName } = group
    return answer({ error: 0, protocolType, protocolName, assignment: member.assignment })
  }
  // A SyncGroup that the client has given up on; it does not read this answer any more.
  member.syncing?.(syncError(errors.rebalanceInProgress))
  member.syncing = answer
  hasSynced(group, member.id)
  if (group.leader === member.id) distribute(ports, group, request)
}

function checkSync(group: ClassicGroup, request: SyncRequest): number {
  if (group.is('Dead')) return errors.coordinatorNotAvailable
  const error = group.checkMember(request.memberId, request.instanceId)
  if (error !== 0) return error
  if (request.generation !== group.generation) return errors.illegalGeneration
  const isOther = (mine: string | null, asked: string | null) => asked !== null && mine !== null && asked !== mine
  if (isOther(group.protocolType, request.protocolType) || isOther(group.protocolName, request.protocolName)) {
    return errors.inconsistentGroupProtocol
  }
  return group.is('PreparingRebalance') ? errors.rebalanceInProgress : 0
}

/** Writes the leader's shares, then hands them out; whoever the leader forgot gets an empty one. */
function distribute(ports: ClassicPorts, group: ClassicGroup, { generation, assignments }: SyncRequest): void {
  const given = new Map(assignments.map(({ memberId, assignment }) => [memberId, assignment]))
  const shares = new Map([...group.members.keys()].map(id => [id, given.get(id) ?? noBytes]))
  ports.save(group, shares, error => {
    // Somebody may have joined or left while the disk was busy; then these shares are void.
    if (!group.is('CompletingRebalance') || group.generation !== generation) return
    for (const member of group.members.values()) {
      member.assignment = error === 0 ? (shares.get(member.id) ?? noBytes) : noBytes
      answerAndKeepAlive(ports, group, member, error)
    }
    if (error === 0) group.enter('Stable', ports.clock.now())
    else prepareRebalance(ports, group, `the shares could not be written: error ${error}`)
  })
}
