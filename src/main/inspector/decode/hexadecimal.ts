import { plain, type Decoder } from './decoder'

/** What nothing else understands, in pairs of hexadecimal digits. */
export const bytes: Decoder = {
  name: 'bytes',
  decode(raw, { wanted }) {
    const shown = raw.subarray(0, Math.ceil(wanted.charsMax / 3) + 1)
    const decoding = plain('bytes', hexOf(shown), wanted, 'Not UTF-8 text, and not in the registry’s format')
    return { ...decoding, isCut: decoding.isCut || shown.length < raw.length }
  },
}

/** `00 1f 7a` */
export function hexOf(raw: Buffer): string {
  return raw.toString('hex').replace(/(..)(?=.)/g, '$1 ')
}
