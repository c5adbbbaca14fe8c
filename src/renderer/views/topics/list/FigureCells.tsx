import { formatBytes, formatCount, formatCountShort, formatRate } from '../../../ui/format'
import { Sparkline } from '../../../ui/Sparkline'
import type { Figures } from './known-topics'
import classes from './TopicList.module.css'

/** Partitions, records, size and rate of a line. */
export function FigureCells({ figures }: { figures: Figures }) {
  const { partitions, offline, records, isEstimate, bytes, recordsPerSecond, history } = figures
  const rate = recordsPerSecond === null ? 'rate not measured yet' : formatRate(recordsPerSecond)
  return (
    <>
      <span
        role="gridcell"
        className={classes.figure}
        data-cell="partitions"
        data-tone={offline > 0 ? 'warn' : undefined}
        title={offline > 0 ? `${formatCount(offline)} without a leader` : undefined}
      >
        {formatCount(partitions)}
      </span>
      <span
        role="gridcell"
        className={classes.figure}
        title={isEstimate ? 'At most: records of a compacted topic are counted by their offsets.' : undefined}
      >
        {records === null ? <i>–</i> : `${isEstimate ? '≈ ' : ''}${formatCountShort(records)}`}
      </span>
      <span role="gridcell" className={classes.figure} data-cell="size">
        {bytes === null ? <i>–</i> : formatBytes(bytes)}
      </span>
      <span role="gridcell" className={classes.rate} title={rate}>
        <Sparkline values={history} label={rate} tone={history.some(point => point > 0) ? 'accent' : 'quiet'} />
      </span>
    </>
  )
}
