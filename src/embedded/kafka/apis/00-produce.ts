import type { Produced, TopicPartition } from '../topics'
import { errors, KafkaError } from '../wire/errors'
import { array, int16, int32, int64, nullable, records, since, string } from '../wire/fields'
import type { ReadOf } from '../wire/fields'
import type { BatchHeader } from '../wire/record-batch'
import { api, type HandlerContext } from './api'
import { writeFault } from './transaction-errors'

const partitionRequest = { index: int32, records: nullable(records) }

/**
 * Produce, versions 3 to 11; advertised from 0, because older librdkafka judges compression from it. A request of an
 * older version carries message sets, which nothing of today reads: the connection is closed.
 *
 * - acks 0 has no response at all; an error closes the connection, so that the producer learns of it.
 * - acks 1 and -1 answer when the batch has been written to the file: there is one replica.
 * - From version 8 on (KIP-467) an error is said in words.
 * - A batch of a transaction is taken while its partition belongs to the transaction (KIP-890, part 1).
 * - Not done: versions 12 and 13.
 */
export const produce = api({
  key: 0,
  name: 'Produce',
  versions: [3, 11],
  advertised: [0, 11],
  flexible: 9,
  request: {
    transactionalId: since(3, nullable(string)),
    acks: int16,
    timeoutMs: int32,
    topics: array({ name: string, partitions: array(partitionRequest) }),
  },
  response: {
    topics: array({
      name: string,
      partitions: array({
        index: int32,
        error: int16,
        baseOffset: int64,
        appendTimeMs: since(2, int64, -1),
        logStartOffset: since(5, int64, -1),
        recordErrors: since(8, array({ index: int32, message: nullable(string) })),
        message: since(8, nullable(string)),
      }),
    }),
    throttleMs: since(1, int32),
  },
  async handle({ acks, topics, transactionalId }, context) {
    const answers = topics.map(topic => ({
      name: topic.name,
      // Every batch is appended before anything is waited for, so that requests of one connection keep their order.
      partitions: topic.partitions.map(partition => append(topic.name, partition, { acks, transactionalId }, context)),
    }))
    const answered = await Promise.all(
      answers.map(async ({ name, partitions }) => ({ name, partitions: await Promise.all(partitions) })),
    )
    if (acks !== 0) return { topics: answered }
    const failed = answered.flatMap(topic => topic.partitions).find(({ error }) => error !== 0)
    if (failed) throw new KafkaError(failed.error, failed.message ?? undefined)
    return null
  },
})

interface Sender {
  acks: number
  transactionalId: string | null
}

async function append(
  topic: string,
  { index, records: bytes }: ReadOf<typeof partitionRequest>,
  { acks, transactionalId }: Sender,
  { broker, header }: HandlerContext,
) {
  const partition = broker.topics.partition(topic, index)
  try {
    if (acks < -1 || acks > 1) throw new KafkaError(errors.invalidRequiredAcks)
    if (!partition) throw new KafkaError(errors.unknownTopicOrPartition)
    if (bytes === null)
      throw new KafkaError(errors.invalidRecord, 'There must be exactly one record batch per partition.')
    const options = {
      waitsForAll: acks === -1,
      knowsZstd: header.apiVersion >= 7,
      checkTransaction({ producerId, producerEpoch }: BatchHeader) {
        if (transactionalId === null) return errors.transactionalIdAuthorizationFailed
        const sender = { producerId, epoch: producerEpoch }
        return writeFault(broker.transactions.check(transactionalId, sender, topic, index), header.apiVersion >= 11)
      },
    }
    const appended = partition.produce(bytes, options)
    const produced = appended instanceof Promise ? await appended : appended
    if (acks !== 0) await partition.durable(produced.lastOffset)
    return succeeded(partition, produced)
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error
    return { index, error: error.code, baseOffset: -1, message: error.message }
  }
}

function succeeded(partition: TopicPartition, { baseOffset, appendTimeMs }: Produced) {
  return {
    index: partition.index,
    error: errors.none,
    baseOffset,
    appendTimeMs,
    logStartOffset: partition.logStartOffset,
    message: null,
  }
}
