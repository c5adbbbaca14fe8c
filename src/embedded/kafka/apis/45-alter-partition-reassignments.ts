import { errors } from '../wire/errors'
import { array, int16, int32, nullable, string } from '../wire/fields'
import { api } from './api'
import type { Broker } from './broker'

/**
 * AlterPartitionReassignments, version 0 (KIP-455).
 * https://kafka.apache.org/protocol#The_Messages_AlterPartitionReassignments
 *
 * - There is one broker. Null replicas end a reassignment: there is none (85). The replicas that the partition has are
 *   fine; any other are 39.
 */
export const alterPartitionReassignments = api({
  key: 45,
  name: 'AlterPartitionReassignments',
  versions: [0, 0],
  flexible: 0,
  request: {
    timeoutMs: int32,
    topics: array({ name: string, partitions: array({ index: int32, replicas: nullable(array(int32)) }) }),
  },
  response: {
    throttleMs: int32,
    error: int16,
    message: nullable(string),
    topics: array({
      name: string,
      partitions: array({ index: int32, error: int16, message: nullable(string) }),
    }),
  },
  handle({ topics }, { broker }) {
    return {
      throttleMs: 0,
      error: 0,
      message: null,
      topics: topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map(({ index, replicas }) => ({ index, ...verdict(broker, name, index, replicas) })),
      })),
    }
  },
})

function verdict({ topics, nodeId }: Broker, name: string, index: number, replicas: number[] | null) {
  if (!topics.partition(name, index)) {
    const message = topics.get(name)
      ? `Unable to find partition ${name}:${index}.`
      : `Unable to find a topic named ${name}.`
    return { error: errors.unknownTopicOrPartition, message }
  }
  if (replicas === null) return { error: errors.noReassignmentInProgress, message: null }
  const message = assignmentFault(nodeId, replicas)
  return message === null ? { error: 0, message } : { error: errors.invalidReplicaAssignment, message }
}

function assignmentFault(nodeId: number, replicas: number[]): string | null {
  if (replicas.length === 0) return 'The manual partition assignment includes an empty replica list.'
  const unknown = replicas.find(id => id !== nodeId)
  if (unknown !== undefined) {
    return `The manual partition assignment includes broker ${unknown}, but no such broker is registered.`
  }
  if (replicas.length > 1) return `The manual partition assignment includes the broker ${nodeId} more than once.`
  return null
}
