import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef, type ReactNode } from 'react'
import classes from './CodeLines.module.css'
import { lineCharsMax } from './LineText'

const lineHeight = 18

/** Room for numbers and margins beside a line, in characters. */
const besides = 16

interface CodeLinesProps {
  /** Read out. */
  label: string
  count: number
  /** Characters of the longest line; null: lines are cut at the edge. */
  longest: number | null
  /** The content of a line by its index. */
  children(index: number): ReactNode
}

/** Lines of code, of which only those in sight are in the document. */
export function CodeLines({ label, count, longest, children }: CodeLinesProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    overscan: 20,
    paddingStart: 8,
    paddingEnd: 8,
  })
  const minWidth = longest === null ? undefined : `${Math.min(longest, lineCharsMax + 40) + besides}ch`
  return (
    <div ref={scroller} className={classes.scroller} tabIndex={0} role="region" aria-label={label}>
      <div className={classes.lines} style={{ height: virtual.getTotalSize(), minWidth }}>
        {virtual.getVirtualItems().map(({ index, start }) => (
          <div key={index} className={classes.line} style={{ height: lineHeight, transform: `translateY(${start}px)` }}>
            {children(index)}
          </div>
        ))}
      </div>
    </div>
  )
}
