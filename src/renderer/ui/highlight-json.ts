/** A piece of JSON text with what it is. */
export interface JsonPiece {
  text: string
  kind: 'key' | 'string' | 'number' | 'word' | 'plain'
}

const pattern = /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|\b(true|false|null)\b/g

/** Cuts JSON text into pieces for colouring; text that is not JSON comes back whole or in harmless pieces. */
export function jsonPieces(text: string): JsonPiece[] {
  const pieces: JsonPiece[] = []
  let at = 0
  for (const match of text.matchAll(pattern)) {
    const [whole, quoted, colon, number] = match
    if (match.index > at) pieces.push({ text: text.slice(at, match.index), kind: 'plain' })
    if (quoted !== undefined) {
      pieces.push({ text: quoted, kind: colon === undefined ? 'string' : 'key' })
      if (colon !== undefined) pieces.push({ text: colon, kind: 'plain' })
    } else pieces.push({ text: whole, kind: number === undefined ? 'word' : 'number' })
    at = match.index + whole.length
  }
  if (at < text.length) pieces.push({ text: text.slice(at), kind: 'plain' })
  return pieces
}
