import { bigint, double } from '../../syntax/types'
import { ofDoubles, type ScalarFunction } from './function'

/** The smallest whole number that is not below the value. */
export const ceil: ScalarFunction = {
  name: 'CEIL',
  category: 'MATHEMATICAL',
  description: 'The smallest whole number that is not below the value.',
  overloads: [
    { takes: [bigint], returns: types => types[0]!, apply: value => value },
    ofDoubles(1, double, value => Math.ceil(value)),
  ],
}
