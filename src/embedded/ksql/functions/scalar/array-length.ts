import { integer } from '../../syntax/types'
import { type ScalarFunction } from './function'
import type { Value } from '../value'

/** How many elements there are. */
export const arrayLength: ScalarFunction = {
  name: 'ARRAY_LENGTH',
  category: 'ARRAY',
  description: 'How many elements there are.',
  overloads: [{ takes: ['array'], returns: integer, apply: value => (value as Value[]).length }],
}
