import { errors } from '../wire/errors'
import { array, int16, int32, int8, nullable, since, string } from '../wire/fields'
import { api } from './api'
import type { Broker } from './broker'

/**
 * ElectLeaders, versions 0 to 2. https://kafka.apache.org/protocol#The_Messages_ElectLeaders
 *
 * - Every partition has its one possible leader: ELECTION_NOT_NEEDED. Null topics means all; of their partitions only
 *   those that had an election are told: none.
 */
export const electLeaders = api({
  key: 43,
  name: 'ElectLeaders',
  versions: [0, 2],
  flexible: 2,
  request: {
    /** 0 the preferred replica, 1 any (unclean). */
    electionType: since(1, int8),
    topics: nullable(array({ name: string, partitions: array(int32) })),
    timeoutMs: int32,
  },
  response: {
    throttleMs: int32,
    error: since(1, int16),
    results: array({
      name: string,
      partitions: array({ index: int32, error: int16, message: nullable(string) }),
    }),
  },
  handle({ electionType, topics }, { broker }) {
    const error = electionType === 0 || electionType === 1 ? 0 : errors.invalidRequest
    const asked = topics ?? [...broker.topics.all()].map(({ name }) => ({ name, partitions: [] }))
    const results = asked.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(index => ({
        index,
        ...(error === 0 ? verdict(broker, name, index) : { error, message: `Unknown election type ${electionType}` }),
      })),
    }))
    return { throttleMs: 0, error, results }
  },
})

function verdict({ topics }: Broker, name: string, index: number) {
  if (!topics.get(name)) return { error: errors.unknownTopicOrPartition, message: `No such topic as ${name}` }
  if (!topics.partition(name, index)) {
    return { error: errors.unknownTopicOrPartition, message: `No such partition as ${name}-${index}` }
  }
  return { error: errors.electionNotNeeded, message: 'Leader election not needed for topic partition.' }
}
