import type { GroupDetail, GroupMember, GroupPartition } from '../../../shared/contract/groups'
import { formatCount } from '../../ui/format'
import classes from './Groups.module.css'
import { MemberTag, memberTone } from './MemberTag'

/** Members and squares that are drawn; what is beyond is counted. */
const membersMax = 24
const squaresMax = 400

/** A square for each partition, by the member that owns it. */
export function Ownership({ detail: { members, partitions, membersLeftOut } }: { detail: GroupDetail }) {
  const owned = new Map<string | null, GroupPartition[]>()
  for (const partition of partitions) {
    const list = owned.get(partition.member) ?? []
    list.push(partition)
    owned.set(partition.member, list)
  }
  const nobody = owned.get(null) ?? []
  const hidden = Math.max(0, members.length - membersMax) + membersLeftOut
  return (
    <section>
      <h3 className={classes.sideHead}>
        Who owns what
        <span>
          {formatCount(partitions.length)} {partitions.length === 1 ? 'partition' : 'partitions'}
        </span>
      </h3>
      <div className={classes.owners}>
        {members.slice(0, membersMax).map(member => (
          <Owner
            key={member.id}
            member={member}
            tone={memberTone(members, member.id)}
            partitions={owned.get(member.id) ?? []}
          />
        ))}
        {hidden > 0 && <p className={classes.quiet}>{formatCount(hidden)} more members are not drawn.</p>}
        {nobody.length > 0 && (
          <div className={classes.owner}>
            <div className={classes.ownerHead}>
              <span className={classes.quiet}>nobody</span>
              <b>{formatCount(nobody.length)}</b>
            </div>
            <Squares partitions={nobody} />
          </div>
        )}
        {members.length === 0 && nobody.length === 0 && (
          <p className={classes.quiet}>There is no member, and nothing is committed.</p>
        )}
      </div>
    </section>
  )
}

function Owner(props: { member: GroupMember; tone: number; partitions: readonly GroupPartition[] }) {
  const { member, tone, partitions } = props
  const place = member.isOurs ? `${member.host}, this app` : member.host
  return (
    <div className={classes.owner} data-member={tone}>
      <div className={classes.ownerHead}>
        <MemberTag label={member.label} tone={tone} />
        <span className={classes.place} title={member.id}>
          {place}
        </span>
        <b>{member.partitions === null ? '–' : formatCount(member.partitions)}</b>
      </div>
      <Squares partitions={partitions} />
    </div>
  )
}

/** Decoration beside the figure: the table has the same for screen readers. */
function Squares({ partitions }: { partitions: readonly GroupPartition[] }) {
  const left = partitions.length - squaresMax
  return (
    <div className={classes.squares} aria-hidden>
      {partitions.slice(0, squaresMax).map(({ topic, partition }) => (
        <i key={`${topic}/${partition}`} title={`${topic}, partition ${partition}`} />
      ))}
      {left > 0 && <span className={classes.quiet}>and {formatCount(left)} more</span>}
    </div>
  )
}
