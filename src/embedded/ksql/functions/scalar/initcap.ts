import { string } from '../../syntax/types'
import { ofStrings, type ScalarFunction } from './function'

/** Each word with a capital first letter and small ones behind. */
export const initcap: ScalarFunction = {
  name: 'INITCAP',
  category: 'STRING',
  description: 'Each word with a capital first letter and small ones behind.',
  overloads: [ofStrings(1, string, text => text.toLowerCase().replace(/(^|\s)\S/g, first => first.toUpperCase()))],
}
