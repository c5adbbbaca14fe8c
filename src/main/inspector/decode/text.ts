import { plain, type Decoder } from './decoder'
import { utf8Of } from './utf8'

/** Of a text, one and at most this share may be control characters: colours of a terminal are text, numbers are not. */
const controlShareMax = 0.1

/** UTF-8. Control characters and HTML are part of the text. */
export const text: Decoder = {
  name: 'text',
  decode(bytes, { wanted }) {
    const found = utf8Of(bytes)
    if (found === null) return null
    const controls = countControls(found)
    if (controls > Math.max(1, found.length * controlShareMax) || found.includes('\0')) return null
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
