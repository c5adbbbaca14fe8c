import { double } from '../../syntax/types'
import { ofDoubles, type ScalarFunction } from './function'

/** The first value to the power of the second. */
export const power: ScalarFunction = {
  name: 'POWER',
  category: 'MATHEMATICAL',
  description: 'The first value to the power of the second.',
  overloads: [ofDoubles(2, double, (base, exponent) => base ** exponent)],
}
