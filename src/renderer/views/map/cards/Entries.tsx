import { IconArrowUpRight } from '@tabler/icons-react'
import { Link } from 'wouter'
import type { StationHistory } from '../../../../shared/contract/city'
import { useFormats } from '../../../state/formats'
import { formatCount } from '../../../ui/format'
import { PanelSection } from '../../../ui/Panel'
import { recordAddress } from '../../../ui/record-address'
import { Sparkline } from '../../../ui/Sparkline'
import { Tag } from '../../../ui/Tag'
import { ridersOf } from '../riders'
import classes from './Card.module.css'
import { entryFigures, usualText } from './entry-figures'
import { EntryChart } from './EntryChart'

interface EntriesProps {
  history: StationHistory
  /** Simulated ms. */
  now: number
  /** Counts may have grown since they were read. */
  isStale: boolean
}

/** How many have entered a station this hour, just now and over the day, and the records that were counted. */
export function Entries({ history, now, isStale }: EntriesProps) {
  const formats = useFormats()
  const figures = entryFigures(history, ridersOf(history.stationId), now)
  const { turnstile, summary, minutes } = history
  if (!turnstile && !summary) return null
  const mark = isStale ? '≥ ' : ''
  return (
    <PanelSection>
      <p className={classes.entries}>
        <b>
          {mark}
          {formatCount(figures.hour)}
        </b>
        <span>entries since {formats.time(figures.hourFrom)}</span>
        {figures.aboveUsual !== null && (
          <Tag tone={Math.abs(figures.aboveUsual) < 0.03 ? 'neutral' : 'info'}>{usualText(figures.aboveUsual)}</Tag>
        )}
      </p>
      <EntryChart hours={figures.hours} now={now} />
      <p className={classes.now}>
        {figures.fiveMinutes !== null && (
          <>
            <Sparkline values={minutes.counts.slice(0, -1)} width={60} height={16} tone="quiet" />
            <span title="Entries by five simulated minutes over the last hour">
              <b>{formatCount(figures.fiveMinutes)}</b> in 5 min
            </span>
          </>
        )}
        {turnstile && (
          <Link href={recordAddress(turnstile)} className={classes.door}>
            newest <IconArrowUpRight size={12} stroke={1.6} aria-hidden />
          </Link>
        )}
        {summary && (
          <Link
            href={recordAddress(summary.record)}
            className={classes.door}
            title={`ksqlDB has counted ${formatCount(summary.count)} in all`}
          >
            summary <IconArrowUpRight size={12} stroke={1.6} aria-hidden />
          </Link>
        )}
      </p>
    </PanelSection>
  )
}
