import { type ScalarFunction } from './function'
import { sameValue } from '../value'

/** Null where both values are equal, else the first. */
export const nullif: ScalarFunction = {
  name: 'NULLIF',
  category: 'CONDITIONAL',
  description: 'Null where both values are equal, else the first.',
  takesNulls: true,
  overloads: [
    { takes: ['any', 'any'], returns: types => types[0]!, apply: (a = null, b = null) => (sameValue(a, b) ? null : a) },
  ],
}
