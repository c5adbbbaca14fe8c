import { errors } from '../wire/errors'
import { array, int16, int32, int64, string } from '../wire/fields'
import { api, type HandlerContext } from './api'

/** Stands for the end of the partition. */
const toHighWatermark = -1

/**
 * DeleteRecords, versions 0 to 2: moves the beginning of a partition up; offset -1 means all that is there.
 *
 * - A topic with `cleanup.policy=compact` alone refuses it (POLICY_VIOLATION), as Kafka does.
 */
export const deleteRecords = api({
  key: 21,
  name: 'DeleteRecords',
  versions: [0, 2],
  flexible: 2,
  request: {
    topics: array({ name: string, partitions: array({ index: int32, offset: int64 }) }),
    timeoutMs: int32,
  },
  response: {
    throttleMs: int32,
    topics: array({ name: string, partitions: array({ index: int32, lowWatermark: int64, error: int16 }) }),
  },
  async handle({ topics }, context) {
    const answers = topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ index, offset }) => deleteBefore(name, index, offset, context)),
    }))
    await context.broker.topics.durable()
    return { throttleMs: 0, topics: answers }
  },
})

function deleteBefore(name: string, index: number, asked: number, { broker }: HandlerContext) {
  const failed = (error: number) => ({ index, lowWatermark: -1, error })
  const topic = broker.topics.get(name)
  const partition = topic?.partitions[index]
  if (!topic || !partition) return failed(errors.unknownTopicOrPartition)
  if (!topic.config.isDeleted) return failed(errors.policyViolation)
  const offset = asked === toHighWatermark ? partition.highWatermark : asked
  if (offset < 0 || offset > partition.highWatermark) return failed(errors.offsetOutOfRange)
  broker.topics.raiseLogStart(partition, offset)
  return { index, lowWatermark: partition.logStartOffset, error: errors.none }
}
