import { string } from '../../syntax/types'
import { ofStrings, type ScalarFunction } from './function'

/** The text with each occurrence of the second replaced by the third. */
export const replace: ScalarFunction = {
  name: 'REPLACE',
  category: 'STRING',
  description: 'The text with each occurrence of the second replaced by the third.',
  overloads: [ofStrings(3, string, (text, from, to) => text.replaceAll(from, () => to))],
}
