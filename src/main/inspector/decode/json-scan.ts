import { fieldCharsMax, fieldsMax } from '../../../shared/contract/record-limits'
import type { DecodedField, FieldType } from '../../../shared/contract/records'
import { cut, type Wanted } from './decoder'

/** What is shown of a JSON text. */
export interface ScannedJson {
  text: string
  isCut: boolean
  fields: DecodedField[] | null
}

const isSpace = (code: number) => code === 32 || code === 10 || code === 13 || code === 9
const quote = 34
const backslash = 92

/**
 * Lays out a valid JSON text anew, and finds an object's top-level fields, without making values of it: numbers keep
 * digits that a JavaScript number would lose, repeated names stay.
 */
export function scanJson(text: string, wanted: Pick<Wanted, 'charsMax' | 'fields' | 'indent'>): ScannedJson {
  const laid = wanted.indent ? indented(text, wanted.charsMax) : compacted(text, wanted.charsMax)
  return { ...laid, fields: wanted.fields ? fieldsOf(text) : null }
}

/** Without the space between tokens; stops when there is enough. */
function compacted(text: string, charsMax: number): { text: string; isCut: boolean } {
  let out = ''
  let start = 0
  let at = 0
  while (at < text.length && out.length + at - start <= charsMax) {
    const code = text.charCodeAt(at)
    if (code === quote) at = stringEnd(text, at)
    else if (!isSpace(code)) at++
    else {
      out += text.slice(start, at)
      while (at < text.length && isSpace(text.charCodeAt(at))) at++
      start = at
    }
  }
  out += text.slice(start, at)
  const isCut = out.length > charsMax || at < text.length
  return { text: cut(out, charsMax), isCut }
}

/** With one member a line and two spaces a level; empty objects and arrays in one. */
function indented(text: string, charsMax: number): { text: string; isCut: boolean } {
  const pieces: string[] = []
  let length = 0
  let depth = 0
  let at = 0
  const put = (piece: string) => {
    pieces.push(piece)
    length += piece.length
  }
  const line = () => put('\n' + '  '.repeat(Math.min(depth, 100)))
  const skipSpace = (from: number) => {
    while (from < text.length && isSpace(text.charCodeAt(from))) from++
    return from
  }
  for (at = skipSpace(0); at < text.length && length <= charsMax; at = skipSpace(at)) {
    const char = text[at]!
    if (char === '{' || char === '[') {
      const next = skipSpace(at + 1)
      if (text[next] === '}' || text[next] === ']') {
        put(char + text[next])
        at = next + 1
        continue
      }
      depth++
      put(char)
      line()
      at++
    } else if (char === '}' || char === ']') {
      depth--
      line()
      put(char)
      at++
    } else if (char === ',') {
      put(char)
      line()
      at++
    } else if (char === ':') {
      put(': ')
      at++
    } else {
      const end = tokenEnd(text, at)
      put(text.slice(at, end))
      at = end
    }
  }
  const all = pieces.join('')
  return { text: cut(all, charsMax), isCut: all.length > charsMax || at < text.length }
}

/** The top-level fields of an object; null for anything else. */
function fieldsOf(text: string): DecodedField[] | null {
  let at = nextToken(text, 0)
  if (text[at] !== '{') return null
  const fields: DecodedField[] = []
  at = nextToken(text, at + 1)
  while (text[at] === '"' && fields.length < fieldsMax) {
    const nameEnd = stringEnd(text, at)
    const name = JSON.parse(text.slice(at, nameEnd)) as string
    const start = nextToken(text, nextToken(text, nameEnd) + 1)
    const end = valueEnd(text, start)
    fields.push({ name, ...shownValue(text, start, end) })
    at = nextToken(text, end)
    if (text[at] !== ',') break
    at = nextToken(text, at + 1)
  }
  return fields
}

/** A field's value: a text without its quotes, all else as it stands in JSON. */
function shownValue(text: string, start: number, end: number): { type: FieldType; text: string } {
  const type = typeOf(text[start]!)
  if (type !== 'string') return { type, text: compacted(text.slice(start, end), fieldCharsMax).text }
  // An escape has up to six characters, so that so much is enough for what is shown.
  const enough = start + (fieldCharsMax + 1) * 6
  const quoted = end <= enough ? text.slice(start, end) : headOf(text.slice(start, enough))
  return { type, text: cut(JSON.parse(quoted) as string, fieldCharsMax) }
}

/** The beginning of a quoted text, closed again; an escape at its end is left out. */
function headOf(quoted: string): string {
  return quoted.replace(/\\(u[0-9a-fA-F]{0,3})?$/, match => (isEscaped(quoted, match) ? match : '')) + '"'
}

/** Whether the backslash that begins the text's last piece is itself escaped. */
function isEscaped(quoted: string, last: string): boolean {
  let backslashes = 0
  for (let at = quoted.length - last.length - 1; quoted[at] === '\\'; at--) backslashes++
  return backslashes % 2 === 1
}

function typeOf(first: string): FieldType {
  if (first === '"') return 'string'
  if (first === '{') return 'object'
  if (first === '[') return 'array'
  if (first === 't' || first === 'f') return 'boolean'
  return first === 'n' ? 'null' : 'number'
}

function nextToken(text: string, at: number): number {
  while (at < text.length && isSpace(text.charCodeAt(at))) at++
  return at
}

function stringEnd(text: string, at: number): number {
  for (at++; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === backslash) at++
    else if (code === quote) return at + 1
  }
  return text.length
}

/** The end of a string, number or word. */
function tokenEnd(text: string, at: number): number {
  if (text.charCodeAt(at) === quote) return stringEnd(text, at)
  while (at < text.length && !/[\s,:{}[\]"]/.test(text[at]!)) at++
  return at
}

function valueEnd(text: string, at: number): number {
  let depth = 0
  while (at < text.length) {
    const char = text[at]!
    if (char === '{' || char === '[') {
      depth++
      at++
    } else if (char === '}' || char === ']') {
      depth--
      at++
    } else if (char === ',' || char === ':' || isSpace(char.charCodeAt(0))) {
      at++
      continue
    } else at = tokenEnd(text, at)
    if (depth === 0) return at
  }
  return at
}
