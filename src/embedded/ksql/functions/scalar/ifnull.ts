import { widest, type ScalarFunction } from './function'

/** The first value, or the second where the first is null. */
export const ifnull: ScalarFunction = {
  name: 'IFNULL',
  category: 'CONDITIONAL',
  description: 'The first value, or the second where the first is null.',
  takesNulls: true,
  overloads: [{ takes: ['any', 'any'], returns: widest, apply: (value, otherwise) => value ?? otherwise ?? null }],
}
