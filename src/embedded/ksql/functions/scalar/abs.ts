import { type ScalarFunction } from './function'

/** The absolute value. */
export const abs: ScalarFunction = {
  name: 'ABS',
  category: 'MATHEMATICAL',
  description: 'The absolute value.',
  overloads: [
    {
      takes: ['number'],
      returns: types => types[0]!,
      apply: value => ((value as number) < 0 ? -(value as number) : value),
    },
  ],
}
