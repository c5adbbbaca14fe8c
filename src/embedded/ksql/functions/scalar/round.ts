import { bigint, double, integer } from '../../syntax/types'
import { ofDoubles, type ScalarFunction } from './function'

/** Rounds half up: to a whole number, or to so many decimals. */
export const round: ScalarFunction = {
  name: 'ROUND',
  category: 'MATHEMATICAL',
  description: 'Rounds half up: to a whole number, or to so many decimals.',
  overloads: [
    { takes: [bigint], returns: types => types[0]!, apply: value => value },
    ofDoubles(1, bigint, value => Math.floor(value + 0.5)),
    { takes: [double, integer], returns: double, apply: (value, decimals) => rounded(Number(value), Number(decimals)) },
  ],
}

function rounded(value: number, decimals: number): number {
  const factor = 10 ** decimals
  // The text of a double is rounded, as a person would: 2.345 is a little less than that as a double.
  return Math.floor(Number((value * factor).toPrecision(15)) + 0.5) / factor
}
