import { boolean } from '../../syntax/types'
import { type ScalarFunction } from './function'
import { sameValue, type Value } from '../value'

/** Whether an element equals the value. */
export const arrayContains: ScalarFunction = {
  name: 'ARRAY_CONTAINS',
  category: 'ARRAY',
  description: 'Whether an element equals the value.',
  takesNulls: true,
  overloads: [
    {
      takes: ['array', 'any'],
      returns: boolean,
      apply: (array, wanted = null) =>
        array === null || array === undefined ? null : (array as Value[]).some(item => sameValue(item, wanted)),
    },
  ],
}
