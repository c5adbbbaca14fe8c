import type { RecordRow } from '../../../../shared/contract/records'
import { formatOffset } from '../offsets'
import { fieldOf, type ColumnChoice } from './columns'

/** Width of a character, px: of the mono font at 12 px, and about that of the other at 13 px. */
const monoCharacter = 7.3
const uiCharacter = 6.7
/** Room at the sides of a cell, px. */
const sides = 22
/** Rows that are measured at most. */
const measuredRows = 200

/** How wide offsets need to be, px. */
export function offsetWidth(rows: readonly RecordRow[]): number {
  const longest = rows
    .slice(0, measuredRows)
    .reduce((most, { offset }) => Math.max(most, formatOffset(offset).length), 6)
  return Math.ceil(longest * monoCharacter + sides)
}

/** Tracks of a CSS grid: figures as wide as they need, texts share what is left. */
export function columnTracks(columns: readonly ColumnChoice[], rows: readonly RecordRow[]): string[] {
  return columns.map(column => {
    const title = column.title.length * uiCharacter
    if (column.id === 'size') return '80px'
    if (column.id === 'headers') return '76px'
    const longest = rows
      .slice(0, measuredRows)
      .reduce((most, row) => Math.max(most, Math.min(textOf(row, column.id).length, 40)), 1)
    if (column.type === 'number') return `${Math.ceil(Math.max(title, longest * monoCharacter) + sides)}px`
    const width = Math.ceil(Math.max(title, longest * uiCharacter) + sides)
    return `minmax(${Math.min(width, 150)}px, ${Math.max(1, longest)}fr)`
  })
}

function textOf(row: RecordRow, id: string): string {
  if (id === 'key') return row.key.text
  if (id === 'value') return row.value.text
  return fieldOf(row, id)?.text ?? ''
}
