import { useMemo } from 'react'
import { formatCount } from '../../ui/format'
import { Table, type Column } from '../../ui/Table'
import type { FieldList, SchemaField } from './fields'
import classes from './Schemas.module.css'

const rowHeight = 26
const headHeight = 28

/** Rows that are shown before the table scrolls by itself, so that the text below keeps its place. */
const rowsMax = 12

/** A path may come twice, as in two records of a union. */
type Row = SchemaField & { row: number }

const columns: Column<Row>[] = [
  {
    id: 'name',
    title: 'Field',
    width: 'minmax(150px, 1.1fr)',
    render: ({ name, depth, isRequired, path }) => (
      <span className={classes.fieldName} style={{ paddingLeft: depth * 14 }} title={path}>
        {name}
        {isRequired && <i>required</i>}
      </span>
    ),
  },
  {
    id: 'type',
    title: 'Type',
    width: 'minmax(140px, 1.2fr)',
    mono: true,
    render: ({ type }) => (
      <span className={classes.fieldType} title={type}>
        {type}
      </span>
    ),
  },
  {
    id: 'default',
    title: 'Default',
    width: 'minmax(70px, 0.5fr)',
    mono: true,
    render: ({ default: value }) => value !== null && <span title={value}>{value}</span>,
  },
  {
    id: 'doc',
    title: 'Description',
    width: 'minmax(120px, 1.6fr)',
    render: ({ doc }) =>
      doc !== null && (
        <span className={classes.fieldDoc} title={doc}>
          {doc}
        </span>
      ),
  },
]

/** The fields of a schema, those of inner records under them. */
export function FieldTable({ list }: { list: FieldList }) {
  const rows = useMemo(() => list.fields.map((field, row) => ({ ...field, row })), [list])
  const shown = Math.min(rows.length, rowsMax)
  return (
    <section className={classes.section} aria-label="Fields">
      <header className={classes.sectionHead}>
        <h2>Fields</h2>
        <b>
          {list.isCut ? 'the first ' : ''}
          {formatCount(list.fields.length)}
        </b>
        {list.title !== null && <code title={list.title}>{list.title}</code>}
        {list.doc !== null && <span title={list.doc}>{list.doc}</span>}
      </header>
      <div style={{ height: headHeight + shown * rowHeight + 1 }}>
        <Table
          label="Fields"
          columns={columns}
          rows={rows}
          rowKey={({ row }) => String(row)}
          rowHeight={rowHeight}
          hasKeys={false}
        />
      </div>
    </section>
  )
}
