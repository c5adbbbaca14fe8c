import { bytes, integer } from '../../syntax/types'
import { ofStrings, type ScalarFunction } from './function'

/** Characters of a text, or bytes. */
export const len: ScalarFunction = {
  name: 'LEN',
  category: 'STRING',
  description: 'Characters of a text, or bytes.',
  overloads: [
    ofStrings(1, integer, text => text.length),
    { takes: [bytes], returns: integer, apply: value => (value as Uint8Array).length },
  ],
}
