import type { GroupDetail } from '../../../shared/contract/groups'
import { formatDuration } from '../../ui/format'
import { useWallNow } from '../../ui/hooks'
import { StateMark } from '../../ui/StateMark'
import classes from './Groups.module.css'

const wallClock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})

/** Changes of members and of who owns what, newest first. Times are wall times: the log has none of them. */
export function RebalanceList({ detail, limit = Infinity }: { detail: GroupDetail; limit?: number }) {
  const now = useWallNow(1_000)
  const { rebalances, since } = detail
  return (
    <div className={classes.rebalances}>
      {rebalances.slice(0, limit).map(({ at, what, ms, isOpen }) => (
        <div key={`${at} ${what}`} className={classes.rebalance}>
          <time dateTime={new Date(at).toISOString()} title="wall time">
            {wallClock.format(at)}
          </time>
          {isOpen && <StateMark mark="working" label="goes on" />}
          <span>{what}</span>
          <span className={classes.quiet} title="How long the group was seen without owners">
            {isOpen ? 'goes on' : ms === null ? '< 1 s' : formatDuration(ms)}
          </span>
        </div>
      ))}
      <p className={classes.quiet}>
        {rebalances.length === 0
          ? `None was seen in the ${formatDuration(Math.max(1_000, now - since))} since this group is watched.`
          : `Watched for ${formatDuration(Math.max(1_000, now - since))}; what came before was not seen.`}
      </p>
    </div>
  )
}
