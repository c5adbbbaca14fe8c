import { integer, string } from '../../syntax/types'
import { type ScalarFunction } from './function'

/** Fills up on the left to a length, or cuts to it. */
export const lpad: ScalarFunction = {
  name: 'LPAD',
  category: 'STRING',
  description: 'Fills up on the left to a length, or cuts to it.',
  overloads: [
    {
      takes: [string, integer, string],
      returns: string,
      apply: (text, length, padding) => pad(text as string, Number(length), padding as string),
    },
  ],
}

/** A result longer than this is refused. */
const lengthMax = 1_000_000

function pad(text: string, length: number, padding: string): string | null {
  if (padding === '' || length < 0) return null
  if (length > lengthMax) throw new Error(`LPAD to ${length} characters; ${lengthMax} are the most`)
  if (length <= text.length) return text.slice(0, length)
  const filling = padding.repeat(Math.ceil((length - text.length) / padding.length)).slice(0, length - text.length)
  return filling + text
}
