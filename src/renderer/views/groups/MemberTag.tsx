import type { GroupMember } from '../../../shared/contract/groups'
import classes from './Groups.module.css'

/** Colours that tell members apart; beyond these they repeat, and the name tells. */
const tones = 6

export function memberTone(members: readonly GroupMember[], id: string): number {
  return (
    Math.max(
      0,
      members.findIndex(member => member.id === id),
    ) % tones
  )
}

/** A member by its short name. */
export function MemberTag({ label, tone }: { label: string; tone: number }) {
  return (
    <span className={classes.member} data-member={tone} title={label}>
      <span>{label}</span>
    </span>
  )
}
