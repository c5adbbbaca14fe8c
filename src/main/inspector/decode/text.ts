import { plain, type Decoder } from './decoder'
import { utf8Of } from './utf8'

/** Lengths that a binary number has: text of that length must be without doubt. */
const numberBytes = new Set([4, 8])

/** Of a text, at most this share may be control characters: a terminal's colours are text, a program's memory is not. */
const controlShareMax = 0.1

/** UTF-8. Control characters and HTML are part of the text. */
export const text: Decoder = {
  name: 'text',
  decode(bytes, { wanted }) {
    const found = utf8Of(bytes)
    if (found === null) return null
    const controls = countControls(found)
    const allowed = numberBytes.has(bytes.length) ? 0 : found.length * controlShareMax
    if (controls > allowed || found.includes('\0')) return null
    return plain('text', found, wanted)
  },
}

/** Characters that no keyboard writes: all below a space but tab and line ends, and DEL. */
function countControls(found: string): number {
  let controls = 0
  for (let index = 0; index < found.length; index++) {
    const code = found.charCodeAt(index)
    if ((code < 32 && code !== 9 && code !== 10 && code !== 13) || code === 127) controls++
  }
  return controls
}
