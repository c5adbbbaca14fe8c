import { double } from '../../syntax/types'
import { type ScalarFunction } from './function'

/** A number of at least 0 and below 1, by chance. */
export const random: ScalarFunction = {
  name: 'RANDOM',
  category: 'MATHEMATICAL',
  description: 'A number of at least 0 and below 1, by chance.',
  overloads: [{ takes: [], returns: double, apply: () => Math.random() }],
}
