import { type ScalarFunction } from './function'

/** A copy of a key column in the value. */
export const asValue: ScalarFunction = {
  name: 'AS_VALUE',
  category: 'OTHER',
  description: 'A copy of a key column in the value.',
  takesNulls: true,
  overloads: [{ takes: ['any'], returns: types => types[0]!, apply: (value = null) => value }],
}
