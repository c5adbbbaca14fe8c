import { errors } from '../wire/errors'
import { array, int16, string } from '../wire/fields'
import { api } from './api'

/**
 * SaslHandshake, versions 0 and 1. https://kafka.apache.org/protocol#The_Messages_SaslHandshake
 *
 * - All listeners are plaintext: ILLEGAL_SASL_STATE and no mechanisms, which clients report as such.
 * - Not done: listeners with SASL.
 */
export const saslHandshake = api({
  key: 17,
  name: 'SaslHandshake',
  versions: [0, 1],
  flexible: null,
  request: { mechanism: string },
  response: { error: int16, mechanisms: array(string) },
  handle() {
    return { error: errors.illegalSaslState, mechanisms: [] }
  },
})
