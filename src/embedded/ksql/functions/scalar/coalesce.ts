import { widest, type ScalarFunction } from './function'

/** The first of the values that is not null. */
export const coalesce: ScalarFunction = {
  name: 'COALESCE',
  category: 'CONDITIONAL',
  description: 'The first of the values that is not null.',
  takesNulls: true,
  overloads: [
    {
      takes: ['any'],
      rest: 'any',
      returns: widest,
      apply: (...values) => values.find(value => value !== null) ?? null,
    },
  ],
}
