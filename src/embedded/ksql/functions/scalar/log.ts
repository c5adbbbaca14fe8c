import { double } from '../../syntax/types'
import { ofDoubles, type ScalarFunction } from './function'

/** The natural logarithm, or that of the second value to the base of the first. */
export const log: ScalarFunction = {
  name: 'LOG',
  category: 'MATHEMATICAL',
  description: 'The natural logarithm, or that of the second value to the base of the first.',
  overloads: [
    ofDoubles(1, double, value => Math.log(value)),
    ofDoubles(2, double, (base, value) => Math.log(value) / Math.log(base)),
  ],
}
