import { useMemo, type ReactNode } from 'react'
import type { KsqlCell, KsqlColumn } from '../../../../shared/contract/ksql'
import { formatCount } from '../../../ui/format'
import { Table, type Column } from '../../../ui/Table'
import type { NumberedRow } from '../run/run-state'
import { isNumeric, showCell, sortValueOf, widthOf } from './cells'
import classes from './Results.module.css'

interface ResultTableProps {
  label: string
  columns: readonly KsqlColumn[]
  rows: readonly NumberedRow[]
  /** Rows still come, so they keep the order in which they did. */
  isLive?: boolean
  /** Numbers in front, for rows that come one after the other. */
  isNumbered?: boolean
  selected?: number | null
  onSelect?(row: NumberedRow): void
  empty?: ReactNode
}

/** Rows of a result, with the columns as the server names and types them. */
export function ResultTable({ label, columns, rows, isLive, isNumbered, selected, onSelect, empty }: ResultTableProps) {
  const shown = useMemo(() => {
    const own = columns.map((column, i) => columnFor(column, i, isLive ?? false))
    return isNumbered ? [numberColumn, ...own] : own
  }, [columns, isLive, isNumbered])
  return (
    <Table
      label={label}
      columns={shown}
      rows={rows}
      rowKey={({ number }) => String(number)}
      rowHeight={28}
      selectedKey={selected === null || selected === undefined ? null : String(selected)}
      onSelect={onSelect}
      tone={({ isDeleted }) => (isDeleted ? 'quiet' : undefined)}
      empty={empty}
    />
  )
}

const numberColumn: Column<NumberedRow> = {
  id: '#',
  title: <span title="The number of the row since the query began">#</span>,
  width: '72px',
  align: 'right',
  mono: true,
  render: ({ number }) => <span className={classes.number}>{formatCount(number)}</span>,
}

function columnFor(column: KsqlColumn, index: number, isLive: boolean): Column<NumberedRow> {
  const isRight = isNumeric(column)
  return {
    id: `${index} ${column.name}`,
    title: <ColumnTitle column={column} />,
    width: widthOf(column),
    align: isRight ? 'right' : 'left',
    mono: isRight || /^(?:ARRAY|MAP|STRUCT|TIME|DATE|BYTES)/.test(column.type),
    render: row => <Cell cell={row.cells[index]} isDeleted={row.isDeleted} />,
    sortBy: isLive ? undefined : row => sortValueOf(row.cells[index]),
  }
}

function ColumnTitle({ column: { name, type, isKey } }: { column: KsqlColumn }) {
  return (
    <span className={classes.columnTitle} title={`${name} ${type}${isKey ? ', key' : ''}`}>
      <b>{name}</b> {shortType(type)}
      {isKey && <em>key</em>}
    </span>
  )
}

/** The members of a nested type stand in the tooltip. */
function shortType(type: string): string {
  return type.length > 18 ? type.replace(/<[\s\S]*>/, '<…>') : type
}

function Cell({ cell, isDeleted }: { cell: KsqlCell | undefined; isDeleted: boolean }) {
  if (cell === undefined) return null
  const { kind, text, cutFrom } = showCell(cell)
  if (kind === 'null') return <span className={classes.null}>{isDeleted ? 'deleted' : 'null'}</span>
  return (
    <span data-kind={kind} className={classes.value}>
      {text}
      {cutFrom !== null && <em> {formatCount(cutFrom)} characters</em>}
    </span>
  )
}
