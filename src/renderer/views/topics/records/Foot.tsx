import type { ReactNode } from 'react'
import type { PartitionPosition, SearchProgress } from '../../../../shared/contract/records'
import { formatCount, formatDuration, formatRate, formatZone } from '../../../ui/format'
import { formatOffset } from '../offsets'
import type { FoundRows } from './found-rows'
import type { LiveRows } from './live-rows'
import type { RowWindow } from './row-window'
import classes from './RecordsTab.module.css'

/** The foot of the records: what was read. */
export function Foot({ children, zoneAt }: { children: ReactNode; zoneAt: number | null }) {
  return (
    <footer className={classes.foot}>
      {children}
      {zoneAt !== null && <span className={classes.zone}>Times in {formatZone(zoneAt)}, from the records</span>}
    </footer>
  )
}

/** Of pages: how many of how many, and which. */
export function PagesFoot({ window }: { window: RowWindow }) {
  const { rows, positions } = window
  const total = positions.reduce((sum, { earliest, latest }) => sum + (BigInt(latest) - BigInt(earliest)), 0n)
  const gaps = positions.reduce((sum, position) => sum + position.gaps, 0)
  return (
    <>
      <span>
        Showing <b>{formatCount(rows.length)}</b> of <b>{formatOffset(String(total))}</b>
      </span>
      {positions.length > 0 && <span>{rangeWords(positions, window)}</span>}
      {gaps > 0 && (
        <span title="Compacted away, or the marker of a transaction, or taken back by one">
          {formatCount(gaps)} offsets without a record
        </span>
      )}
    </>
  )
}

/** Which offsets are in sight, for one partition; how many partitions, for several. */
function rangeWords(positions: readonly PartitionPosition[], { rows }: RowWindow): string {
  if (positions.length > 1) return `${formatCount(positions.length)} partitions`
  const offsets = rows.map(({ offset }) => BigInt(offset))
  if (offsets.length === 0) return `partition ${positions[0]!.partition}`
  const ends = [offsets[0]!, offsets.at(-1)!].sort((one, other) => (one < other ? -1 : 1))
  return `offsets ${formatOffset(String(ends[0]))} to ${formatOffset(String(ends[1]))}`
}

export function LiveFoot({ live, isPaused, waiting }: { live: LiveRows; isPaused: boolean; waiting: number }) {
  return (
    <>
      <span>
        Read <b>{formatCount(live.records)}</b>
      </span>
      <span>
        <b>{formatRate(live.recordsPerSecond)}</b>
      </span>
      {isPaused && (
        <span className={classes.warn}>
          Paused, <b>{formatCount(waiting)}</b> came since
        </span>
      )}
      {live.skipped > 0 && (
        <span title="They came faster than they could be shown; reading from an offset shows them.">
          <b>{formatCount(live.skipped)}</b> left out
        </span>
      )}
      <span>
        the newest <b>{formatCount(live.rows.length)}</b> are kept
      </span>
    </>
  )
}

const endWords = {
  end: null,
  limit: 'Ended: so many were found that a narrower text is better.',
  timeout: 'Ended: it took too long. Begin at an offset or a time to read less.',
}

export function SearchFoot({ found, isStopped }: { found: FoundRows; isStopped: boolean }) {
  const { progress, end } = found
  if (!progress) return <span>Searching…</span>
  const { read, total, matching, perSecond, msLeft } = progress
  return (
    <>
      <ProgressBar progress={progress} />
      <span>
        Read <b>{formatCount(read)}</b> of {formatCount(total)}
      </span>
      <span>
        <b>{formatCount(matching)}</b> matching
      </span>
      {end === null && !isStopped && (
        <>
          <span>
            <b>{formatCount(perSecond)}</b> records/s
          </span>
          {msLeft !== null && <span>{formatDuration(msLeft)} left</span>}
        </>
      )}
      {isStopped && end === null && <span className={classes.warn}>Stopped: the rest was not read.</span>}
      {end && endWords[end] && <span className={classes.warn}>{endWords[end]}</span>}
      {end !== null && matching > found.rows.length && (
        <span>the first {formatCount(found.rows.length)} are shown</span>
      )}
    </>
  )
}

function ProgressBar({ progress: { read, total } }: { progress: SearchProgress }) {
  const share = total === 0 ? 1 : Math.min(1, read / total)
  return (
    <span
      className={classes.progress}
      role="progressbar"
      aria-label="Records read"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(share * 100)}
    >
      <i style={{ transform: `scaleX(${share})` }} />
    </span>
  )
}
