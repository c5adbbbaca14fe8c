import { memo, type ReactNode } from 'react'
import type { Decoded, RecordRow } from '../../../../shared/contract/records'
import { formatBytes, formatCount } from '../../../ui/format'
import { Marked } from '../../../ui/Marked'
import { Tag } from '../../../ui/Tag'
import { formatMoment, formatTimeOfDay } from '../city-time'
import { formatOffset } from '../offsets'
import { cellText, visibleText } from '../text'
import { fieldOf, type ColumnChoice } from './columns'
import classes from './RecordTable.module.css'

interface RecordCellsProps {
  row: RecordRow
  columns: readonly ColumnChoice[]
  /** The time is shown with its date. */
  hasDate: boolean
  /** What was searched for: it is marked. Null: nothing was. */
  sought: string | null
}

/** The cells of a record. A value with none of the fields that are columns stands across them. */
export const RecordCells = memo(function RecordCells({ row, columns, hasDate, sought }: RecordCellsProps) {
  const { partition, offset, timestamp } = row
  return (
    <>
      <span role="gridcell" className={classes.partition}>
        {partition}
      </span>
      <span role="gridcell" className={classes.offset}>
        {formatOffset(offset)}
      </span>
      <span role="gridcell" className={classes.time}>
        {timestamp === null ? <i>none</i> : hasDate ? formatMoment(timestamp) : formatTimeOfDay(timestamp)}
      </span>
      {cells(row, columns, sought)}
    </>
  )
})

function cells(row: RecordRow, columns: readonly ColumnChoice[], sought: string | null): ReactNode[] {
  const nodes: ReactNode[] = []
  const hasFields = columns.some(({ id, type }) => type !== null && fieldOf(row, id))
  for (let i = 0; i < columns.length; i++) {
    const { id, type } = columns[i]!
    if (type === null || hasFields) {
      nodes.push(<Cell key={id} row={row} column={columns[i]!} sought={sought} />)
      continue
    }
    let span = 1
    while (columns[i + span] && columns[i + span]!.type !== null) span++
    nodes.push(
      <span key={id} role="gridcell" className={classes.cell} style={{ gridColumn: `span ${span}` }}>
        <Part part={row.value} sought={sought} />
      </span>,
    )
    i += span - 1
  }
  return nodes
}

interface CellProps {
  row: RecordRow
  column: ColumnChoice
  sought: string | null
}

function Cell({ row, column: { id, type }, sought }: CellProps) {
  if (id === 'size') {
    return (
      <span role="gridcell" className={classes.figure}>
        {formatBytes(row.sizeBytes)}
      </span>
    )
  }
  if (id === 'headers') {
    return (
      <span role="gridcell" className={classes.figure}>
        {formatCount(row.headersCount)}
      </span>
    )
  }
  if (id === 'key' || id === 'value') {
    return (
      <span role="gridcell" className={classes.cell}>
        <Part part={row[id]} sought={sought} />
      </span>
    )
  }
  const field = fieldOf(row, id)
  return (
    <span
      role="gridcell"
      className={classes.cell}
      data-type={field?.type}
      data-align={type === 'number' ? 'right' : undefined}
    >
      {field && (
        <span>{field.type === 'null' ? 'null' : <Marked text={visibleText(field.text)} sought={sought} />}</span>
      )}
    </span>
  )
}

/** A whole key or value in one line. */
function Part({ part: { kind, text, isCut, reason }, sought }: { part: Decoded; sought: string | null }) {
  if (kind === 'null') return <i>null</i>
  if (kind === 'bytes') {
    return (
      <>
        <Tag tone={reason === null ? 'neutral' : 'warn'}>bytes</Tag>
        <span data-kind="bytes" title={reason ?? undefined}>
          {reason !== null && <em>{visibleText(reason)} </em>}
          <Marked text={cellText(text, 96)} sought={sought} />
        </span>
      </>
    )
  }
  if (text === '') return <i>empty text</i>
  return (
    <span data-kind={kind} title={reason ?? undefined}>
      <Marked text={cellText(text)} sought={sought} />
      {isCut && '…'}
    </span>
  )
}
