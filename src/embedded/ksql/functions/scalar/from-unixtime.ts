import { bigint, timestamp } from '../../syntax/types'
import { type ScalarFunction } from './function'

/** Milliseconds since 1970 as a timestamp. */
export const fromUnixtime: ScalarFunction = {
  name: 'FROM_UNIXTIME',
  category: 'DATE_TIME',
  description: 'Milliseconds since 1970 as a timestamp.',
  overloads: [{ takes: [bigint], returns: timestamp, apply: (value = null) => value }],
}
