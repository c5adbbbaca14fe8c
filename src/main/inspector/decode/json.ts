import type { Decoder, Decoding, Wanted } from './decoder'
import { plain } from './decoder'
import { scanJson } from './json-scan'
import { utf8Of } from './utf8'

/** JSON larger than this is not taken apart for a row: its beginning is shown as it was written. */
const rowBytesMax = 1024 * 1024

/** A JSON object or array. Lone numbers and words are text to whoever wrote them. */
export const json: Decoder = {
  name: 'json',
  decode(bytes, { wanted }) {
    if (!looksLikeJson(bytes)) return null
    const text = utf8Of(bytes)
    return text === null ? null : jsonDecoding('json', text, wanted)
  },
}

/** Text that is JSON, as `kind`; null when it is not JSON. Numbers keep all their digits. */
export function jsonDecoding(kind: 'json' | 'json-schema', text: string, wanted: Wanted): Decoding | null {
  if (wanted.searchOnly) return plain(kind, text, wanted)
  if (text.length > rowBytesMax && !wanted.indent) {
    return plain(kind, text, wanted, 'Large: only its beginning is shown here')
  }
  try {
    JSON.parse(text)
  } catch {
    // That it is not JSON is the answer.
    return null
  }
  return { kind, ...scanJson(text, wanted), schemaId: null, reason: null }
}

function looksLikeJson(bytes: Buffer): boolean {
  for (let at = 0; at < Math.min(bytes.length, 64); at++) {
    const byte = bytes[at]
    if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) continue
    return byte === 0x7b || byte === 0x5b
  }
  return false
}
