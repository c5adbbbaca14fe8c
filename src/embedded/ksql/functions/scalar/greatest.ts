import { widest, type ScalarFunction } from './function'
import { compareValues } from '../value'

/** The largest of the values that are not null. */
export const greatest: ScalarFunction = {
  name: 'GREATEST',
  category: 'MATHEMATICAL',
  description: 'The largest of the values that are not null.',
  takesNulls: true,
  overloads: [
    {
      takes: ['comparable'],
      rest: 'comparable',
      returns: widest,
      apply: (...values) =>
        values.reduce((best, value) => {
          if (value === null) return best
          return best === null || compareValues(value, best) > 0 ? value : best
        }, null),
    },
  ],
}
