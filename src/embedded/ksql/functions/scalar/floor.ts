import { bigint, double } from '../../syntax/types'
import { ofDoubles, type ScalarFunction } from './function'

/** The largest whole number that is not above the value. */
export const floor: ScalarFunction = {
  name: 'FLOOR',
  category: 'MATHEMATICAL',
  description: 'The largest whole number that is not above the value.',
  overloads: [
    { takes: [bigint], returns: types => types[0]!, apply: value => value },
    ofDoubles(1, double, value => Math.floor(value)),
  ],
}
