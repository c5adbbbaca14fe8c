import { jsonPieces } from '../../../ui/highlight-json'

/** A piece of a line with what it is, for its colour. */
export interface Piece {
  text: string
  kind: 'key' | 'string' | 'number' | 'word' | 'comment' | 'plain'
}

export type Language = 'json' | 'protobuf' | 'text'

const protobufWords = new Set(
  (
    'syntax edition package import option message enum service rpc returns stream oneof map reserved extensions extend ' +
    'optional required repeated public weak to max true false group'
  ).split(' '),
)
const protobufTypes = new Set(
  'double float int32 int64 uint32 uint64 sint32 sint64 fixed32 fixed64 sfixed32 sfixed64 bool string bytes'.split(' '),
)

const protobufPattern =
  /(\/\/.*$|\/\*.*?(?:\*\/|$))|("(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?)|(-?\b\d[\w.]*)|([A-Za-z_]\w*)/g

/** Cuts one line into pieces. */
export function highlightLine(line: string, language: Language): Piece[] {
  if (language === 'json') return jsonPieces(line)
  if (language === 'text') return [{ text: line, kind: 'plain' }]
  const pieces: Piece[] = []
  let at = 0
  for (const match of line.matchAll(protobufPattern)) {
    if (match.index > at) pieces.push({ text: line.slice(at, match.index), kind: 'plain' })
    pieces.push({ text: match[0], kind: protobufKind(match) })
    at = match.index + match[0].length
  }
  if (at < line.length) pieces.push({ text: line.slice(at), kind: 'plain' })
  return pieces
}

function protobufKind([, comment, quoted, number, word]: RegExpMatchArray): Piece['kind'] {
  if (comment !== undefined) return 'comment'
  if (quoted !== undefined) return 'string'
  if (number !== undefined) return 'number'
  if (protobufWords.has(word!)) return 'key'
  return protobufTypes.has(word!) ? 'word' : 'plain'
}
