import { integer } from '../../syntax/types'
import { ofDoubles, type ScalarFunction } from './function'

/** -1, 0 or 1. */
export const sign: ScalarFunction = {
  name: 'SIGN',
  category: 'MATHEMATICAL',
  description: '-1, 0 or 1.',
  overloads: [ofDoubles(1, integer, value => Math.sign(value))],
}
