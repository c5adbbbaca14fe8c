import { errors, KafkaError } from '../wire/errors'
import { array, boolean, int16, int32, nullable, string, type ReadOf } from '../wire/fields'
import { api, type HandlerContext } from './api'

const topicRequest = { name: string, count: int32, assignments: nullable(array({ brokers: array(int32) })) }

/** CreatePartitions, versions 0 to 3: raises the number of partitions of a topic; it can never be lowered. */
export const createPartitions = api({
  key: 37,
  name: 'CreatePartitions',
  versions: [0, 3],
  flexible: 2,
  request: { topics: array(topicRequest), timeoutMs: int32, validateOnly: boolean },
  response: { throttleMs: int32, results: array({ name: string, error: int16, message: nullable(string) }) },
  async handle({ topics, validateOnly }, context) {
    const results = topics.map((topic, at) => {
      const isTwice = topics.some((other, index) => index !== at && other.name === topic.name)
      return addTo(topic, { validateOnly, isTwice }, context)
    })
    await context.broker.topics.durable()
    return { throttleMs: 0, results }
  },
})

function addTo(
  { name, count, assignments }: ReadOf<typeof topicRequest>,
  { validateOnly, isTwice }: { validateOnly: boolean; isTwice: boolean },
  { broker, log }: HandlerContext,
) {
  try {
    if (isTwice) throw new KafkaError(errors.invalidRequest, 'Duplicate topic name.')
    const topic = broker.topics.get(name)
    if (!topic) throw new KafkaError(errors.unknownTopicOrPartition)
    const added = count - topic.partitions.length
    if (added > 0 && assignments) checkAssignments(assignments, added, broker.nodeId)
    broker.topics.addPartitions(topic, count, { validateOnly })
    if (!validateOnly) log.info({ topic: name, partitions: count }, 'partitions were added to a topic')
    return { name, error: errors.none, message: null }
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error
    return { name, error: error.code, message: error.message }
  }
}

function checkAssignments(assignments: { brokers: number[] }[], added: number, nodeId: number): void {
  if (assignments.length !== added) {
    const message = `Attempted to add ${added} additional partition(s), but only ${assignments.length} assignment(s) were specified.`
    throw new KafkaError(errors.invalidReplicaAssignment, message)
  }
  if (assignments.some(({ brokers }) => brokers.length !== 1 || brokers[0] !== nodeId)) {
    throw new KafkaError(errors.invalidReplicaAssignment, `Replicas can only be assigned to broker ${nodeId}.`)
  }
}
