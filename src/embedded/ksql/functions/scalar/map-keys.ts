import { arrayOf, string } from '../../syntax/types'
import { type ScalarFunction } from './function'

/** The keys of a map. */
export const mapKeys: ScalarFunction = {
  name: 'MAP_KEYS',
  category: 'MAP',
  description: 'The keys of a map.',
  overloads: [{ takes: ['map'], returns: arrayOf(string), apply: value => Object.keys(value as object) }],
}
