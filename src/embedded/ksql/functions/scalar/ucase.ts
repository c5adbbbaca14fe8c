import { string } from '../../syntax/types'
import { ofStrings, type ScalarFunction } from './function'

/** In capital letters. */
export const ucase: ScalarFunction = {
  name: 'UCASE',
  category: 'STRING',
  description: 'In capital letters.',
  overloads: [ofStrings(1, string, text => text.toUpperCase())],
}
