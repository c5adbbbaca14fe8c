import { string } from '../../syntax/types'
import { type ScalarFunction } from './function'
import { textOfValue, type Value } from '../value'

/** The elements as text with the separator, by default a comma, between them. */
export const arrayJoin: ScalarFunction = {
  name: 'ARRAY_JOIN',
  category: 'ARRAY',
  description: 'The elements as text with the separator, by default a comma, between them.',
  overloads: [
    { takes: ['array'], returns: string, apply: array => join(array as Value[], ',') },
    {
      takes: ['array', string],
      returns: string,
      apply: (array, separator) => join(array as Value[], separator as string),
    },
  ],
}

function join(array: Value[], separator: string): string {
  return array.map(item => textOfValue(item)).join(separator)
}
