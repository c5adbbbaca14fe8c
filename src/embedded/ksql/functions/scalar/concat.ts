import { string } from '../../syntax/types'
import { type ScalarFunction } from './function'

/** The texts one behind the other; nulls are left out. */
export const concat: ScalarFunction = {
  name: 'CONCAT',
  category: 'STRING',
  description: 'The texts one behind the other; nulls are left out.',
  takesNulls: true,
  overloads: [
    {
      takes: [string],
      rest: string,
      returns: string,
      apply: (...values) => values.filter(value => value !== null).join(''),
    },
  ],
}
