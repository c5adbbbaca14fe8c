import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useEffectEvent, useId, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { useKeys } from './keys'
import { nextSort, sortRows, type Sort, type SortValue } from './table-rows'
import classes from './Table.module.css'

export interface Column<Row> {
  id: string
  title: ReactNode
  /** A track of a CSS grid, such as `90px` or `minmax(120px, 2fr)`. */
  width?: string
  align?: 'left' | 'right'
  mono?: boolean
  render(row: Row): ReactNode
  /** With it, a click on the title sorts. */
  sortBy?(row: Row): SortValue
}

interface TableProps<Row> {
  /** Read out. */
  label: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey(row: Row): string
  selectedKey?: string | null
  onSelect?(row: Row): void
  /** Enter and double click. */
  onOpen?(row: Row): void
  /** px */
  rowHeight?: number
  /** The order until a title is clicked; the rows' own when absent. */
  sort?: Sort
  /** j and k move in this table wherever the focus is. */
  hasKeys?: boolean
  /** Marks a row, such as one that failed. */
  tone?(row: Row): 'err' | 'warn' | 'quiet' | undefined
  /** In place of rows when there are none. */
  empty?: ReactNode
  className?: string
}

/** px, as in the stylesheet. */
const headHeight = 28

/** Rows of equal height, of which only those in sight are in the document. */
export function Table<Row>({
  label,
  columns,
  rows,
  rowKey,
  selectedKey = null,
  onSelect,
  onOpen,
  rowHeight = 30,
  sort: firstSort,
  hasKeys = onSelect !== undefined,
  tone,
  empty,
  className,
}: TableProps<Row>) {
  const id = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const [sort, setSort] = useState<Sort | null>(firstSort ?? null)
  const [activeKey, setActiveKey] = useState<string | null>(null)
  const ordered = useMemo(() => {
    const column = columns.find(candidate => candidate.id === sort?.by)
    return sort && column?.sortBy ? sortRows(rows, column.sortBy, sort.descending) : rows
  }, [rows, columns, sort])
  const virtual = useVirtualizer({
    count: ordered.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    // The rows begin below the header, which stays in sight above them.
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
  })
  const current = onSelect ? selectedKey : activeKey
  const currentIndex = current === null ? -1 : ordered.findIndex(row => rowKey(row) === current)

  const moveTo = (index: number) => {
    const row = ordered[Math.max(0, Math.min(ordered.length - 1, index))]
    if (!row) return
    setActiveKey(rowKey(row))
    onSelect?.(row)
    virtual.scrollToIndex(ordered.indexOf(row), { align: 'auto' })
  }
  const page = () => Math.max(1, Math.floor((scroller.current?.clientHeight ?? 300) / rowHeight) - 2)
  const steps: Record<string, () => number> = {
    ArrowDown: () => currentIndex + 1,
    ArrowUp: () => currentIndex - 1,
    PageDown: () => currentIndex + page(),
    PageUp: () => currentIndex - page(),
    Home: () => 0,
    End: () => ordered.length - 1,
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return
    const step = steps[event.key]
    const row = ordered[currentIndex]
    if (step) moveTo(step())
    else if (event.key === 'Enter' && row && onOpen) onOpen(row)
    else return
    event.preventDefault()
  }
  // A selection that comes with the address is brought into sight; new rows alone do not scroll.
  const bringIntoSight = useEffectEvent(() => {
    if (currentIndex >= 0) virtual.scrollToIndex(currentIndex, { align: 'auto' })
  })
  useEffect(() => {
    if (selectedKey !== null) bringIntoSight()
  }, [selectedKey])

  const template = columns.map(({ width }) => width ?? 'minmax(80px, 1fr)').join(' ')
  const rowId = (index: number) => `${id}-${index}`
  return (
    <div
      ref={scroller}
      className={className ? `${classes.table} ${className}` : classes.table}
      role="grid"
      aria-label={label}
      aria-rowcount={ordered.length + 1}
      aria-activedescendant={currentIndex >= 0 ? rowId(currentIndex) : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      {hasKeys && <RowKeys onMove={by => moveTo(currentIndex + by)} />}
      <div className={classes.head} role="row" aria-rowindex={1} style={{ gridTemplateColumns: template }}>
        {columns.map(column => (
          <HeadCell key={column.id} column={column} sort={sort} onSort={() => setSort(nextSort(sort, column.id))} />
        ))}
      </div>
      {ordered.length === 0 && empty !== undefined && (
        <div role="row">
          <div role="gridcell">{empty}</div>
        </div>
      )}
      <div className={classes.rows} role="presentation" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = ordered[index]!
          const key = rowKey(row)
          return (
            <div
              key={key}
              id={rowId(index)}
              className={classes.row}
              role="row"
              aria-rowindex={index + 2}
              aria-selected={key === current}
              data-tone={tone?.(row)}
              data-open={onOpen || onSelect ? true : undefined}
              style={{
                gridTemplateColumns: template,
                height: rowHeight,
                transform: `translateY(${start - headHeight}px)`,
              }}
              onClick={() => {
                setActiveKey(key)
                onSelect?.(row)
              }}
              onDoubleClick={() => onOpen?.(row)}
            >
              {columns.map(({ id: column, align, mono, render }) => (
                <div
                  key={column}
                  className={classes.cell}
                  role="gridcell"
                  data-align={align}
                  data-mono={mono || undefined}
                >
                  {render(row)}
                </div>
              ))}
            </div>
          )
        })}
      </div>
    </div>
  )
}

interface HeadCellProps<Row> {
  column: Column<Row>
  sort: Sort | null
  onSort(): void
}

function HeadCell<Row>({ column: { id, title, align, sortBy }, sort, onSort }: HeadCellProps<Row>) {
  const isSorted = sort?.by === id
  const order = sort?.descending ? 'descending' : 'ascending'
  const Arrow = sort?.descending ? IconArrowDown : IconArrowUp
  return (
    <div
      className={classes.headCell}
      role="columnheader"
      data-align={align}
      aria-sort={sortBy ? (isSorted ? order : 'none') : undefined}
    >
      {sortBy ? (
        <button type="button" className={classes.sorter} onClick={onSort}>
          {title}
          {isSorted && <Arrow size={12} stroke={1.8} aria-hidden />}
        </button>
      ) : (
        title
      )}
    </div>
  )
}

function RowKeys({ onMove }: { onMove(by: 1 | -1): void }) {
  useKeys('Rows', [
    { key: 'j', label: 'J', title: 'Next row', run: () => onMove(1) },
    { key: 'k', label: 'K', title: 'Previous row', run: () => onMove(-1) },
  ])
  return null
}
