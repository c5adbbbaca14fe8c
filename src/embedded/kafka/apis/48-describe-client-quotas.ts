import { array, boolean, float64, int16, int32, int8, nullable, string } from '../wire/fields'
import { api } from './api'

/**
 * DescribeClientQuotas, versions 0 and 1. https://kafka.apache.org/protocol#The_Messages_DescribeClientQuotas
 *
 * - No quotas can be set here, so there are none.
 */
export const describeClientQuotas = api({
  key: 48,
  name: 'DescribeClientQuotas',
  versions: [0, 1],
  flexible: 1,
  request: {
    components: array({ entityType: string, matchType: int8, match: nullable(string) }),
    isStrict: boolean,
  },
  response: {
    throttleMs: int32,
    error: int16,
    message: nullable(string),
    entries: nullable(
      array({
        entity: array({ type: string, name: nullable(string) }),
        values: array({ key: string, value: float64 }),
      }),
    ),
  },
  handle() {
    return { throttleMs: 0, error: 0, message: '', entries: [] }
  },
})
