import type { GroupConfig } from '../config'
import type { Group } from '../group'
import type { CommittedOffset, OffsetPlace } from './records'
import type { OffsetStore } from './store'

/**
 * The offsets of a group that nobody needs any more: its last member has been gone, or (a group without members of its
 * own, or a topic that no member reads) the last commit has been made, for longer than `offsetsRetentionMs`. An offset
 * with an end of its own ends then. What a transaction is about to change stays.
 */
export function expiredOffsets(group: Group, store: OffsetStore, config: GroupConfig, now: number): OffsetPlace[] {
  const expired: OffsetPlace[] = []
  for (const [topic, partitions] of store.ofGroup(group.id)) {
    if (group.isSubscribedTo(topic)) continue
    for (const [partition, offset] of partitions) {
      const place = { group: group.id, topic, partition }
      if (isExpired(group, offset, config, now) && !store.hasPending(place)) expired.push(place)
    }
  }
  return expired
}

function isExpired(group: Group, offset: CommittedOffset, { offsetsRetentionMs }: GroupConfig, now: number): boolean {
  const since = group.unusedSince(offset.commitTimestampMs)
  if (since === undefined) return false
  if (offset.expireTimestampMs >= 0) return now >= offset.expireTimestampMs
  return now - since >= offsetsRetentionMs
}
