import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import {
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  type UIEvent,
} from 'react'
import type { RecordRow } from '../../../../shared/contract/records'
import { useKeys } from '../../../ui/keys'
import type { RecordOrder, RecordPlace } from '../address'
import { columnTracks, offsetDigits, offsetWidth } from './column-widths'
import type { ColumnChoice } from './columns'
import { commonDay } from './days'
import { RecordCells } from './RecordCells'
import classes from './RecordTable.module.css'
import { rowKey, type Direction } from './row-window'

const rowHeight = 26
/** px; stays in sight above the rows. */
const headHeight = 28
/** More is read when so many rows are left. */
const nearRows = 40

interface RecordTableProps {
  rows: readonly RecordRow[]
  columns: readonly ColumnChoice[]
  order: RecordOrder
  selected: RecordPlace | null
  onSelect(place: RecordPlace): void
  /** What was searched for: it is marked in the rows. */
  sought?: string | null
  /** At the very top, rows that come in above are shown at once. */
  followsTop?: boolean
  /** An end of the rows comes near. */
  onNear?(direction: Direction): void
  /** Stands below the last row, such as that more is being read. */
  tail?: ReactNode
}

/** Rows of a topic. What comes in above does not move what one looks at. */
export function RecordTable({
  rows,
  columns,
  order,
  selected,
  onSelect,
  sought = null,
  followsTop = false,
  onNear,
  tail,
}: RecordTableProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 4,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
  })
  const lastTop = useRef(0)
  useAnchor(scroller, lastTop, rows, followsTop)
  const day = useMemo(() => commonDay(rows), [rows])
  const { template, minWidth } = useTracks(rows, columns, day !== null)
  const selectedKey = selected && rowKey(selected)
  const selectedIndex = selectedKey === null ? -1 : rows.findIndex(row => isAt(row, selected!))

  const moveTo = (index: number) => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))]
    if (!row) return
    onSelect({ partition: row.partition, offset: row.offset })
    virtual.scrollToIndex(rows.indexOf(row), { align: 'auto' })
  }
  useKeys('Records', [
    { key: 'j', label: 'J', title: 'Next record', run: () => moveTo(selectedIndex + 1) },
    { key: 'k', label: 'K', title: 'Previous record', run: () => moveTo(Math.max(0, selectedIndex - 1)) },
  ])
  const page = () => Math.max(1, Math.floor((scroller.current?.clientHeight ?? 300) / rowHeight) - 2)
  const steps: Record<string, () => number> = {
    ArrowDown: () => selectedIndex + 1,
    ArrowUp: () => selectedIndex - 1,
    PageDown: () => selectedIndex + page(),
    PageUp: () => selectedIndex - page(),
    Home: () => 0,
    End: () => rows.length - 1,
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key]
    if (event.target !== event.currentTarget || !step) return
    event.preventDefault()
    moveTo(step())
  }
  const onScroll = ({ currentTarget }: UIEvent<HTMLElement>) => {
    const { scrollTop } = currentTarget
    if (scrollTop < lastTop.current && scrollTop < nearRows * rowHeight) onNear?.('up')
    lastTop.current = scrollTop
  }
  const lastInSight = virtual.getVirtualItems().at(-1)?.index ?? -1
  const isNearEnd = lastInSight >= rows.length - nearRows
  const tellNearEnd = useEffectEvent(() => onNear?.('down'))
  useEffect(() => {
    if (isNearEnd) tellNearEnd()
  }, [isNearEnd, rows])
  const bringIntoSight = useEffectEvent(() => {
    if (selectedIndex >= 0) virtual.scrollToIndex(selectedIndex, { align: 'auto' })
  })
  const isThere = selectedIndex >= 0
  useEffect(() => {
    if (isThere) bringIntoSight()
  }, [selectedKey, isThere])

  const Arrow = order === 'newest' ? IconArrowDown : IconArrowUp
  return (
    <div
      ref={scroller}
      className={classes.table}
      role="grid"
      aria-label="Records"
      aria-rowcount={rows.length + 1}
      aria-activedescendant={isThere ? `record-${selectedKey}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onScroll={onScroll}
    >
      <div className={classes.head} role="row" aria-rowindex={1} style={{ gridTemplateColumns: template, minWidth }}>
        <span role="columnheader" data-align="right" title="Partition">
          P
        </span>
        <span role="columnheader" data-align="right">
          Offset
        </span>
        <span role="columnheader" aria-sort={order === 'newest' ? 'descending' : 'ascending'}>
          Time
          {day !== null && <small>{day}</small>}
          <Arrow size={12} stroke={1.8} aria-hidden />
        </span>
        {columns.map(({ id, title, type }) => (
          <span
            key={id}
            role="columnheader"
            title={title}
            data-align={type === 'number' || id === 'size' || id === 'headers' ? 'right' : undefined}
          >
            <b>{title}</b>
          </span>
        ))}
      </div>
      <div className={classes.rows} role="presentation" style={{ height: virtual.getTotalSize(), minWidth }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index]!
          const key = rowKey(row)
          return (
            <div
              // By place and not by record: live rows then change texts instead of being made anew.
              key={index}
              id={`record-${key}`}
              className={classes.row}
              role="row"
              aria-rowindex={index + 2}
              aria-selected={key === selectedKey}
              style={{ gridTemplateColumns: template, minWidth, transform: `translateY(${start - headHeight}px)` }}
              onClick={() => onSelect({ partition: row.partition, offset: row.offset })}
            >
              <RecordCells row={row} columns={columns} hasDate={day === null} sought={sought} />
            </div>
          )
        })}
      </div>
      {tail}
    </div>
  )
}

function isAt(row: RecordRow, { partition, offset }: RecordPlace): boolean {
  return row.offset === offset && row.partition === partition
}

/** Keeps the first row in sight where it is when rows come or go above it. */
function useAnchor(
  scroller: RefObject<HTMLDivElement | null>,
  scrollTop: RefObject<number>,
  rows: readonly RecordRow[],
  followsTop: boolean,
): void {
  const before = useRef(rows)
  useLayoutEffect(() => {
    const old = before.current
    before.current = rows
    // As it was told last: asking the element would have the whole table laid out a second time for each live message.
    if (old === rows || (followsTop && scrollTop.current < 4)) return
    const top = Math.floor(scrollTop.current / rowHeight)
    const anchor = old[top]
    if (!anchor) return
    const now = rows.findIndex(row => isAt(row, anchor))
    if (now >= 0 && now !== top) scroller.current?.scrollBy(0, (now - top) * rowHeight)
  }, [rows, scroller, scrollTop, followsTop])
}

/** Column widths are measured once for each choice of columns and length of offsets: live rows do not make them jump. */
function useTracks(rows: readonly RecordRow[], columns: readonly ColumnChoice[], isOneDay: boolean) {
  const digits = offsetDigits(rows)
  const key = `${columns.map(({ id, type }) => `${id} ${type}`).join()} ${rows.length > 0} ${digits} ${isOneDay}`
  const [known, setKnown] = useState({ key: '', template: '', minWidth: 0 })
  if (known.key === key) return known
  const tracks = [
    { min: 44, grow: 0 },
    { min: offsetWidth(digits), grow: 0 },
    { min: isOneDay ? 142 : 186, grow: 0 },
    ...columnTracks(columns, rows),
  ]
  const next = {
    key,
    template: tracks.map(({ min, grow }) => (grow === 0 ? `${min}px` : `minmax(${min}px, ${grow}fr)`)).join(' '),
    minWidth: tracks.reduce((sum, { min }) => sum + min, 0),
  }
  setKnown(next)
  return next
}
