import { double } from '../../syntax/types'
import { ofDoubles, type ScalarFunction } from './function'

/** e to the power of the value. */
export const exp: ScalarFunction = {
  name: 'EXP',
  category: 'MATHEMATICAL',
  description: 'e to the power of the value.',
  overloads: [ofDoubles(1, double, value => Math.exp(value))],
}
