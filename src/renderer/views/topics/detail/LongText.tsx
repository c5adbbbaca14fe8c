import { useElementSize } from '@mantine/hooks'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef } from 'react'
import { CopyButton } from '../../../ui/CopyButton'
import { formatCount } from '../../../ui/format'
import { visibleText } from '../text'
import classes from './Detail.module.css'
import { textRows } from './text-rows'

const rowHeight = 18
/** px */
const barHeight = 36
/** So many rows are in sight at least, if there are as many. */
const leastRows = 12
/** Width of a character of the mono font at 12 px. */
const characterWidth = 7.2
/** Room at the sides, px. */
const sides = 28

/** A text of any length in mono, broken where there is no more room; only what is in sight is drawn. */
export function LongText({ text, label, isCut }: { text: string; label: string; isCut: boolean }) {
  const scroller = useRef<HTMLDivElement>(null)
  const { ref, width } = useElementSize()
  const columns = Math.floor((Math.max(width, 120) - sides) / characterWidth)
  const rows = useMemo(() => textRows(text, columns), [text, columns])
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
  })
  return (
    <div
      className={classes.long}
      ref={ref}
      style={{ minHeight: barHeight + Math.min(rows.length, leastRows) * rowHeight }}
    >
      <div className={classes.longBar}>
        <span>
          {formatCount(text.length)} characters{isCut && ': the beginning of a longer text'}
        </span>
        <CopyButton text={text} label="Copy the text" />
      </div>
      <div ref={scroller} className={classes.longText} role="region" tabIndex={0} aria-label={label}>
        <div style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => (
            <div key={index} className={classes.longRow} style={{ transform: `translateY(${start}px)` }}>
              {visibleText(rows[index]!)}
            </div>
          ))}
        </div>
      </div>
    </div>
  )
}
