import { errors } from '../wire/errors'
import { array, boolean, float64, int16, int32, nullable, string } from '../wire/fields'
import { api } from './api'

/**
 * AlterClientQuotas, versions 0 and 1. https://kafka.apache.org/protocol#The_Messages_AlterClientQuotas
 *
 * - Not done: quotas by user, client id or address. Each entry is answered so.
 */
export const alterClientQuotas = api({
  key: 49,
  name: 'AlterClientQuotas',
  versions: [0, 1],
  flexible: 1,
  request: {
    entries: array({
      entity: array({ type: string, name: nullable(string) }),
      changes: array({ key: string, value: float64, isRemoval: boolean }),
    }),
    validateOnly: boolean,
  },
  response: {
    throttleMs: int32,
    entries: array({
      error: int16,
      message: nullable(string),
      entity: array({ type: string, name: nullable(string) }),
    }),
  },
  handle({ entries }) {
    const refusal = { error: errors.unsupportedVersion, message: 'This broker does not have client quotas.' }
    return { throttleMs: 0, entries: entries.map(({ entity }) => ({ ...refusal, entity })) }
  },
})
