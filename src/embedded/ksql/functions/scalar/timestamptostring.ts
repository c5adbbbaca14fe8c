import { bigint, string } from '../../syntax/types'
import { patternText } from '../datetime'
import { type ScalarFunction } from './function'

/** Milliseconds since 1970 as text by a Java date-time pattern; UTC, or the zone of the third value. */
export const timestamptostring: ScalarFunction = {
  name: 'TIMESTAMPTOSTRING',
  category: 'DATE_TIME',
  description: 'Milliseconds since 1970 as text by a Java date-time pattern; UTC, or the zone of the third value.',
  overloads: [
    {
      takes: [bigint, string],
      returns: string,
      apply: (value, pattern) => patternText(Number(value), pattern as string, 'UTC'),
    },
    {
      takes: [bigint, string, string],
      returns: string,
      apply: (value, pattern, zone) => patternText(Number(value), pattern as string, zone as string),
    },
  ],
}
