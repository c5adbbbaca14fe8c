import { integer, string } from '../../syntax/types'
import { type ScalarFunction } from './function'

/** Where the second text stands in the first, counted from 1; 0 when it does not. The third: from where on; the fourth: which occurrence. */
export const instr: ScalarFunction = {
  name: 'INSTR',
  category: 'STRING',
  description:
    'Where the second text stands in the first, counted from 1; 0 when it does not. The third: from where on; the fourth: which occurrence.',
  overloads: [
    { takes: [string, string], returns: integer, apply: (text, part) => find(text as string, part as string, 1, 1) },
    {
      takes: [string, string, integer],
      returns: integer,
      apply: (text, part, position) => find(text as string, part as string, Number(position), 1),
    },
    {
      takes: [string, string, integer, integer],
      returns: integer,
      apply: (text, part, position, nth) => find(text as string, part as string, Number(position), Number(nth)),
    },
  ],
}

/** From the end backwards when the position is negative. */
function find(text: string, part: string, position: number, nth: number): number {
  if (position === 0 || nth < 1) return 0
  let at = position > 0 ? position - 2 : text.length + position + 1
  for (let found = 0; found < nth; found++) {
    if (position < 0 && at === 0) return 0
    at = position > 0 ? text.indexOf(part, at + 1) : text.lastIndexOf(part, at - 1)
    if (at < 0) return 0
  }
  return at + 1
}
