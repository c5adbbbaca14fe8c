import { integer, string } from '../../syntax/types'
import { type ScalarFunction } from './function'

/** The character of a code point. */
export const chr: ScalarFunction = {
  name: 'CHR',
  category: 'STRING',
  description: 'The character of a code point.',
  overloads: [{ takes: [integer], returns: string, apply: value => String.fromCodePoint(Number(value)) }],
}
