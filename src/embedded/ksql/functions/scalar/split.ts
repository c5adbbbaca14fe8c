import { arrayOf, string } from '../../syntax/types'
import { ofStrings, type ScalarFunction } from './function'

/** The parts between the separators; an empty separator gives the characters. */
export const split: ScalarFunction = {
  name: 'SPLIT',
  category: 'STRING',
  description: 'The parts between the separators; an empty separator gives the characters.',
  overloads: [ofStrings(2, arrayOf(string), (text, separator) => text.split(separator))],
}
