import { bigint, double, integer } from '../../syntax/types'
import { ofDoubles, type ScalarFunction } from './function'

/** Cuts towards zero: to a whole number, or to so many decimals. */
export const trunc: ScalarFunction = {
  name: 'TRUNC',
  category: 'MATHEMATICAL',
  description: 'Cuts towards zero: to a whole number, or to so many decimals.',
  overloads: [
    { takes: [bigint], returns: types => types[0]!, apply: value => value },
    ofDoubles(1, bigint, value => Math.trunc(value)),
    {
      takes: [double, integer],
      returns: double,
      apply: (value, decimals) => Math.trunc(Number(value) * 10 ** Number(decimals)) / 10 ** Number(decimals),
    },
  ],
}
