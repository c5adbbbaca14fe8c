import type { KsqlCell, KsqlColumn, KsqlRow } from '../../../../shared/contract/ksql'

/** How a value is shown. */
export interface ShownCell {
  kind: 'null' | 'text' | 'number' | 'word' | 'nested'
  text: string
  /** Characters of the whole when only its beginning is here. */
  cutFrom: number | null
}

/** A cell has at most so many characters in the table. */
const shownMax = 300

/** A value of a row: texts without quotes, numbers with every digit, nested values as their JSON. */
export function showCell(cell: KsqlCell): ShownCell {
  if (typeof cell !== 'string') {
    return { kind: cell.start.startsWith('"') ? 'text' : 'nested', text: visible(cell.start), cutFrom: cell.length }
  }
  const first = cell[0]
  if (cell === 'null') return { kind: 'null', text: 'null', cutFrom: null }
  if (first === '"') return { kind: 'text', text: visible(textOf(cell)), cutFrom: null }
  if (first === '{' || first === '[') return { kind: 'nested', text: visible(cell), cutFrom: null }
  return { kind: first === 't' || first === 'f' ? 'word' : 'number', text: cell, cutFrom: null }
}

/** Control characters would move what stands beside them, so they are shown as pictures of themselves. */
function visible(text: string): string {
  const short = text.length > shownMax ? `${text.slice(0, shownMax)}…` : text
  return short
    .replace(/[\u0000-\u001f]/g, character => String.fromCharCode(0x2400 + character.charCodeAt(0)))
    .replaceAll('\u007f', '\u2421')
}

function textOf(json: string): string {
  try {
    return String(JSON.parse(json))
  } catch {
    // A text that is no JSON is shown as it came.
    return json
  }
}

/** A row as JSON with every digit; cells that came cut are texts of their beginning. */
export function rowJson(columns: readonly KsqlColumn[], row: KsqlRow): string {
  const members = row.cells.map((cell, i) => {
    const value = typeof cell === 'string' ? cell : JSON.stringify(cell.start)
    return `  ${JSON.stringify(columns[i]?.name ?? `Column ${i + 1}`)}: ${value}`
  })
  return `{\n${members.join(',\n')}\n}`
}

/** What a table sorts by: numbers as numbers, texts as texts, null first. */
export function sortValueOf(cell: KsqlCell | undefined): number | string | null {
  if (cell === undefined) return null
  const { kind, text } = showCell(cell)
  if (kind === 'null') return null
  return kind === 'number' ? Number(text) : text
}

const numbers = /^(?:INT|INTEGER|BIGINT|DOUBLE|DECIMAL)\b/i

/** Numbers stand at the right. */
export function isNumeric({ type }: KsqlColumn): boolean {
  return numbers.test(type)
}

/** The least width of a column, px, by what its type and name need. */
export function widthOf({ name, type }: KsqlColumn): string {
  const least = Math.max(90, name.length * 7.4 + Math.min(type.length, 16) * 6.4 + 34)
  const share = /^(?:ARRAY|MAP|STRUCT)/.test(type) ? 3 : isNumeric({ name, type, isKey: false }) ? 1 : 2
  return `minmax(${Math.round(least)}px, ${share}fr)`
}
