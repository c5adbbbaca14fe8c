import { string } from '../../syntax/types'
import { ofStrings, type ScalarFunction } from './function'

/** Without spaces at both ends. */
export const trim: ScalarFunction = {
  name: 'TRIM',
  category: 'STRING',
  description: 'Without spaces at both ends.',
  overloads: [ofStrings(1, string, text => text.trim())],
}
