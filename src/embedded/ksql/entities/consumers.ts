import { AssignerProtocol, type GroupDescription } from 'kafkajs'
import { within } from '../../lib/cancellation'
import { StatementError } from '../plan/statement-error'
import type { Admin } from '../run/consume'

/** Groups that are described for one statement; a broker with more is not asked. */
export const groupsMax = 2_000

/** Groups of one request. */
const groupsPerRequest = 100

/** All groups must have been described within this time. */
const describeMsMax = 15_000

/** Protocol of groups whose assignments are lists of partitions; those of others are theirs alone. */
const consumerProtocol = 'consumer'

/** Who consumes a topic. */
export interface TopicConsumers {
  /** Partitions that a member of some group has, as ksqlDB counts consumers: one member with two partitions is two. */
  consumers: number
  groups: number
}

/**
 * Who consumes which topic, as the broker has it now.
 *
 * @throws StatementError when there are more groups than are asked for; Error when the broker does not answer in time
 */
export async function consumersByTopic(admin: Admin): Promise<Map<string, TopicConsumers>> {
  const { groups } = await admin.listGroups()
  const ids = groups.filter(({ protocolType }) => protocolType === consumerProtocol).map(({ groupId }) => groupId)
  if (ids.length > groupsMax) {
    throw new StatementError(
      `The broker has ${ids.length} consumer groups; SHOW TOPICS EXTENDED describes ${groupsMax} at the most.`,
    )
  }
  return countConsumers(await within(describeMsMax, 'describing the consumer groups', describeAll(admin, ids)))
}

async function describeAll(admin: Admin, ids: string[]): Promise<GroupDescription[]> {
  const described: GroupDescription[] = []
  for (let at = 0; at < ids.length; at += groupsPerRequest) {
    described.push(...(await admin.describeGroups(ids.slice(at, at + groupsPerRequest))).groups)
  }
  return described
}

/** Counts the assignments of groups of consumers; a member without one, in a rebalance, has nothing yet. */
export function countConsumers(groups: GroupDescription[]): Map<string, TopicConsumers> {
  const byTopic = new Map<string, TopicConsumers>()
  for (const { members, protocolType } of groups) {
    if (protocolType !== consumerProtocol) continue
    const seen = new Set<string>()
    for (const { memberAssignment } of members) {
      const assignment = memberAssignment.length > 0 ? AssignerProtocol.MemberAssignment.decode(memberAssignment) : null
      for (const [topic, partitions] of Object.entries(assignment?.assignment ?? {})) {
        const { consumers, groups } = byTopic.get(topic) ?? { consumers: 0, groups: 0 }
        const isNew = partitions.length > 0 && !seen.has(topic)
        if (isNew) seen.add(topic)
        byTopic.set(topic, { consumers: consumers + partitions.length, groups: groups + (isNew ? 1 : 0) })
      }
    }
  }
  return byTopic
}
