import { string } from '../../syntax/types'
import { type ScalarFunction } from './function'

/** The texts behind the first with the first between them; nulls are left out. */
export const concatWs: ScalarFunction = {
  name: 'CONCAT_WS',
  category: 'STRING',
  description: 'The texts behind the first with the first between them; nulls are left out.',
  takesNulls: true,
  overloads: [
    {
      takes: [string, string],
      rest: string,
      returns: string,
      apply: (separator, ...values) =>
        separator === null ? null : values.filter(value => value !== null).join(separator as string),
    },
  ],
}
