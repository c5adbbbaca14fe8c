import { IconArrowUpRight } from '@tabler/icons-react'
import { Link } from 'wouter'
import { arrivalTopicPrefix } from '../../../shared/city/names'
import { liveCity, useCityRevision, useSimulatedNow } from '../../state/city'
import { useIsStale } from '../../state/stale'
import { staleness } from '../../state/staleness'
import { formatDuration } from '../../ui/format'
import { LineBullet, lineNames } from '../../ui/LineBullet'
import { Panel } from '../../ui/Panel'
import classes from './StalePanel.module.css'
import { network } from './world'

/** What the map no longer knows, line by line, with the topics that it waits for. */
export function StalePanel({ className }: { className: string }) {
  useCityRevision()
  const simulatedNow = useSimulatedNow(1_000)
  const isStale = useIsStale()
  const { lines, current } = staleness({
    trains: liveCity.trains.values(),
    stationName: id => network.stations.get(id)?.name,
    simulatedNow,
    rate: liveCity.facts.rate,
    isStale,
  })
  return (
    <Panel
      className={className}
      label="What is stale"
      title="What is stale"
      aside="worst first"
      foot={
        <>
          <span>{current === 1 ? '1 train is current' : `${current} trains are current`}</span>
          <Link href="/groups" className={classes.open}>
            Open groups <IconArrowUpRight size={14} stroke={1.6} aria-hidden />
          </Link>
        </>
      }
    >
      {lines.length === 0 && <p className={classes.none}>No train is a guess yet; times and totals are.</p>}
      <ul className={classes.lines}>
        {lines.map(({ line, guesses, topics, overdueMs }) => (
          <li key={line}>
            <LineBullet line={line} size={20} />
            <div>
              <b>
                {lineNames[line]}, {guesses === 1 ? '1 guess' : `${guesses} guesses`}
              </b>
              <p>
                {topics.map((topic, i) => (
                  <span key={topic}>
                    {i > 0 && ', '}
                    <Link href={`/topics/${encodeURIComponent(topic)}`}>{topic.slice(arrivalTopicPrefix.length)}</Link>
                  </span>
                ))}
              </p>
            </div>
            <span title="Simulated time since the first of them was due">{formatDuration(overdueMs)}</span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
