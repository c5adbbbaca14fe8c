import { array, int16, int32, nullable, string } from '../wire/fields'
import { api } from './api'

/**
 * ListPartitionReassignments, version 0. https://kafka.apache.org/protocol#The_Messages_ListPartitionReassignments
 *
 * - There is one broker, so nothing ever moves.
 */
export const listPartitionReassignments = api({
  key: 46,
  name: 'ListPartitionReassignments',
  versions: [0, 0],
  flexible: 0,
  request: { timeoutMs: int32, topics: nullable(array({ name: string, partitions: array(int32) })) },
  response: {
    throttleMs: int32,
    error: int16,
    message: nullable(string),
    topics: array({
      name: string,
      partitions: array({ index: int32, replicas: array(int32), adding: array(int32), removing: array(int32) }),
    }),
  },
  handle() {
    return { throttleMs: 0, error: 0, message: null, topics: [] }
  },
})
