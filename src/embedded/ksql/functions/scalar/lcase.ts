import { string } from '../../syntax/types'
import { ofStrings, type ScalarFunction } from './function'

/** In small letters. */
export const lcase: ScalarFunction = {
  name: 'LCASE',
  category: 'STRING',
  description: 'In small letters.',
  overloads: [ofStrings(1, string, text => text.toLowerCase())],
}
