import type { KsqlPlace } from '../../../shared/contract/ksql'

/** What happens with a statement. */
export type StatementUse =
  /** Answered with rows as they come. */
  | 'query'
  /** Answered at once, and changes nothing. */
  | 'look'
  /** A property, kept here for the statements behind it and never sent as a statement. */
  | 'setting'
  /** A variable, kept in the same way. What it stands for is put into other statements by the server. */
  | 'variable'
  /** Everything else: it may change something. */
  | 'change'

export interface KsqlStatement {
  /** As it was written, with its semicolon. */
  text: string
  /** The same length, with blanks where comments were: what is left cannot hide anything. */
  bare: string
  /** Where it begins in the whole text. */
  offset: number
  place: KsqlPlace
  /** The first word in capitals; empty when it begins with none. */
  verb: string
  use: StatementUse
}

export interface SplitText {
  statements: KsqlStatement[]
  /** A string, a quoted name or a comment that does not end, and where it begins. */
  unclosed: { what: string; place: KsqlPlace } | null
}

const queries = new Set(['SELECT', 'PRINT'])
const looks = new Set(['SHOW', 'LIST', 'DESCRIBE', 'EXPLAIN'])
const settings = new Set(['SET', 'UNSET'])
const variables = new Set(['DEFINE', 'UNDEFINE'])

/**
 * Cuts a text at the semicolons that end statements: those outside of strings, quoted names and comments, which are
 * ksqlDB's own (quotes are doubled, not escaped; comments do not nest; `--` ends with the line). The last statement may
 * lack its semicolon and is given one.
 */
export function splitStatements(text: string): SplitText {
  const statements: KsqlStatement[] = []
  let unclosed: SplitText['unclosed'] = null
  let start = -1
  let bare = ''
  const finish = (end: number) => {
    if (start >= 0) statements.push(statementOf(text, start, text.slice(start, end), bare))
    start = -1
    bare = ''
  }
  for (const { kind, from, to, isClosed } of pieces(text)) {
    if (!isClosed) unclosed ??= { what: kind, place: placeAt(text, from) }
    const isComment = kind === 'comment'
    if (start < 0) {
      const first = text.slice(from, to).search(/\S/)
      if (isComment || kind === 'semicolon' || first < 0) continue
      start = from + first
    }
    const piece = text.slice(Math.max(start, from), to)
    bare += isComment ? piece.replace(/[^\r\n]/g, ' ') : piece
    if (kind === 'semicolon') finish(to)
  }
  finish(text.length)
  return { statements, unclosed }
}

/** The place of an offset, both from 1. A carriage return ends a line like a line feed, both together end one. */
export function placeAt(text: string, offset: number): KsqlPlace {
  const lines = text.slice(0, offset).split(/\r\n|\r|\n/)
  return { line: lines.length, column: lines.at(-1)!.length + 1 }
}

/** A place that was counted from the beginning of a part, counted from the beginning of the whole. */
export function placeWithin(part: KsqlPlace, place: KsqlPlace): KsqlPlace {
  return {
    line: part.line + place.line - 1,
    column: place.line === 1 ? part.column + place.column - 1 : place.column,
  }
}

type Piece = {
  kind: 'string' | 'name' | 'comment' | 'semicolon' | 'other'
  from: number
  to: number
  isClosed: boolean
}

/** The text in pieces without a gap. */
function* pieces(text: string): Generator<Piece, void, void> {
  let at = 0
  while (at < text.length) {
    const piece = pieceAt(text, at)
    yield piece
    at = piece.to
  }
}

function pieceAt(text: string, from: number): Piece {
  const ended = (kind: Piece['kind'], to: number, isClosed = true): Piece => ({ kind, from, to, isClosed })
  const first = text[from]!
  if (first === ';') return ended('semicolon', from + 1)
  if (first === "'" || first === '"' || first === '`') {
    const to = quotedEnd(text, from, first)
    return ended(first === "'" ? 'string' : 'name', to ?? text.length, to !== null)
  }
  if (text.startsWith('--', from)) {
    const length = text.slice(from).search(/[\r\n]/)
    return ended('comment', length < 0 ? text.length : from + length)
  }
  if (text.startsWith('/*', from)) {
    const end = text.indexOf('*/', from + 2)
    return ended('comment', end < 0 ? text.length : end + 2, end >= 0)
  }
  const rest = /[;'"`]|--|\/\*/g
  rest.lastIndex = from + 1
  return ended('other', rest.exec(text)?.index ?? text.length)
}

/** Behind the closing quote; a doubled one stands for itself. Null: it does not end. */
function quotedEnd(text: string, from: number, quote: string): number | null {
  for (let at = text.indexOf(quote, from + 1); at >= 0; at = text.indexOf(quote, at + 2)) {
    if (text[at + 1] !== quote) return at + 1
  }
  return null
}

function statementOf(text: string, offset: number, written: string, bare: string): KsqlStatement {
  const isEnded = bare.endsWith(';')
  const trimmed = bare.trimEnd()
  const verb = /^[A-Za-z_]+/.exec(bare)?.[0].toUpperCase() ?? ''
  return {
    // A semicolon behind a comment to the end of the line would belong to the comment.
    text: isEnded ? written : `${written.slice(0, trimmed.length)};`,
    bare: isEnded ? bare : `${trimmed};`,
    offset,
    place: placeAt(text, offset),
    verb,
    use: useOf(verb),
  }
}

/** Only what is known to look counts as looking. */
function useOf(verb: string): StatementUse {
  if (queries.has(verb)) return 'query'
  if (looks.has(verb)) return 'look'
  if (settings.has(verb)) return 'setting'
  if (variables.has(verb)) return 'variable'
  return 'change'
}
