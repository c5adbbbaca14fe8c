import type { RecordRow } from '../../../../shared/contract/records'
import { formatOffset } from '../offsets'
import { fieldOf, type ColumnChoice } from './columns'

/** Width of a character, px: of the mono font at 12 px, and about that of the other at 13 px. */
const monoCharacter = 7.3
const uiCharacter = 7.4
/** Room at the sides of a cell, px. */
const sides = 22
/** Rows that are measured at most. */
const measuredRows = 200

/** Digits of the longest offset. */
export function offsetDigits(rows: readonly RecordRow[]): number {
  return rows.reduce((most, { offset }) => Math.max(most, offset.length), 1)
}

/** How wide offsets of so many digits need to be, px. */
export function offsetWidth(digits: number): number {
  const characters = Math.max(6, formatOffset('9'.repeat(digits)).length)
  return Math.ceil(characters * monoCharacter + sides)
}

/** A column's least width, px, and its share of what is left; 0: it does not grow. */
export interface Track {
  min: number
  grow: number
}

/** Figures are as wide as they need, texts share what is left. */
export function columnTracks(columns: readonly ColumnChoice[], rows: readonly RecordRow[]): Track[] {
  return columns.map(column => {
    const title = column.title.length * uiCharacter
    if (column.id === 'size') return { min: 80, grow: 0 }
    if (column.id === 'headers') return { min: 76, grow: 0 }
    const longest = rows
      .slice(0, measuredRows)
      .reduce((most, row) => Math.max(most, Math.min(textOf(row, column.id).length, 40)), 1)
    if (column.type === 'number') return { min: Math.ceil(Math.max(title, longest * monoCharacter) + sides), grow: 0 }
    const width = Math.ceil(Math.max(title, longest * uiCharacter) + sides)
    return { min: Math.min(width, 150), grow: longest }
  })
}

function textOf(row: RecordRow, id: string): string {
  if (id === 'key') return row.key.text
  if (id === 'value') return row.value.text
  return fieldOf(row, id)?.text ?? ''
}
