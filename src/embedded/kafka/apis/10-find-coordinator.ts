import { errors, errorRow } from '../wire/errors'
import { array, int16, int32, int8, nullable, since, string, until } from '../wire/fields'
import { api } from './api'
import type { Broker } from './broker'

/** What a coordinator is asked for: 0 a group, 1 a transactional id. */
const keyTypeMax = 1

/**
 * FindCoordinator, versions 0 to 5. https://kafka.apache.org/protocol#The_Messages_FindCoordinator
 *
 * - This broker coordinates everything. Several keys at once from version 4 on (KIP-699).
 * - Not done: version 6, which knows share groups (KIP-932); their key type is INVALID_REQUEST here.
 */
export const findCoordinator = api({
  key: 10,
  name: 'FindCoordinator',
  versions: [0, 5],
  flexible: 3,
  request: { key: until(3, string), keyType: since(1, int8), keys: since(4, array(string)) },
  response: {
    throttleMs: since(1, int32),
    error: until(3, int16),
    /** As Kafka has it: NONE when all is well. */
    message: until(3, since(1, nullable(string))),
    nodeId: until(3, int32),
    host: until(3, string),
    port: until(3, int32),
    coordinators: since(
      4,
      array({ key: string, nodeId: int32, host: string, port: int32, error: int16, message: nullable(string) }),
    ),
  },
  handle({ keyType, keys }, { broker }) {
    const error = keyType < 0 || keyType > keyTypeMax ? errors.invalidRequest : 0
    const node = error === 0 ? nodeOf(broker) : noNode
    const message = error === 0 ? '' : errorRow(error).message
    return {
      error,
      message: message || 'NONE',
      ...node,
      coordinators: keys.map(key => ({ key, error, message, ...node })),
    }
  },
})

const noNode = { nodeId: -1, host: '', port: -1 }

function nodeOf({ nodeId, host, port }: Broker) {
  return { nodeId, host, port }
}
