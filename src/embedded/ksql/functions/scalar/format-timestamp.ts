import { string, timestamp } from '../../syntax/types'
import { patternText } from '../datetime'
import { type ScalarFunction } from './function'

/** A timestamp as text by a Java date-time pattern; UTC, or the zone of the third value. */
export const formatTimestamp: ScalarFunction = {
  name: 'FORMAT_TIMESTAMP',
  category: 'DATE_TIME',
  description: 'A timestamp as text by a Java date-time pattern; UTC, or the zone of the third value.',
  overloads: [
    {
      takes: [timestamp, string],
      returns: string,
      apply: (value, pattern) => patternText(Number(value), pattern as string, 'UTC'),
    },
    {
      takes: [timestamp, string, string],
      returns: string,
      apply: (value, pattern, zone) => patternText(Number(value), pattern as string, zone as string),
    },
  ],
}
