import { double } from '../../syntax/types'
import { ofDoubles, type ScalarFunction } from './function'

/** The natural logarithm. */
export const ln: ScalarFunction = {
  name: 'LN',
  category: 'MATHEMATICAL',
  description: 'The natural logarithm.',
  overloads: [ofDoubles(1, double, value => Math.log(value))],
}
