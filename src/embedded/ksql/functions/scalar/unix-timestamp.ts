import { bigint, timestamp } from '../../syntax/types'
import { type ScalarFunction } from './function'

/** A timestamp as milliseconds since 1970. */
export const unixTimestamp: ScalarFunction = {
  name: 'UNIX_TIMESTAMP',
  category: 'DATE_TIME',
  description: 'A timestamp as milliseconds since 1970.',
  overloads: [{ takes: [timestamp], returns: bigint, apply: (value = null) => value }],
}
