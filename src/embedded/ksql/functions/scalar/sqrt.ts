import { double } from '../../syntax/types'
import { ofDoubles, type ScalarFunction } from './function'

/** The square root. */
export const sqrt: ScalarFunction = {
  name: 'SQRT',
  category: 'MATHEMATICAL',
  description: 'The square root.',
  overloads: [ofDoubles(1, double, value => Math.sqrt(value))],
}
