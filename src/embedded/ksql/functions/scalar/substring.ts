import { integer, string } from '../../syntax/types'
import { indexOfPosition, type ScalarFunction } from './function'

/** The part from a position on, counted from 1, or from the end when negative; of a length when one is given. */
export const substring: ScalarFunction = {
  name: 'SUBSTRING',
  category: 'STRING',
  description:
    'The part from a position on, counted from 1, or from the end when negative; of a length when one is given.',
  overloads: [
    { takes: [string, integer], returns: string, apply: (text, position) => cut(text as string, Number(position)) },
    {
      takes: [string, integer, integer],
      returns: string,
      apply: (text, position, length) => cut(text as string, Number(position), Number(length)),
    },
  ],
}

function cut(text: string, position: number, length = text.length): string | null {
  const start = indexOfPosition(position, text.length)
  if (start === null) return null
  const from = Math.max(start, 0)
  return text.slice(from, Math.max(from, from + length))
}
