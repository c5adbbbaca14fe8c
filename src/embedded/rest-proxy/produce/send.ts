import { Partitioners } from 'kafkajs'
import { recordError, restError } from '../errors'
import type { ProxyKafka } from '../kafka'
import type { EncodedRecord } from './formats'

/** What became of one record, as the answer lists it. */
export interface ProduceOffset {
  partition: number | null
  offset: number | null
  error_code: number | null
  error: string | null
}

/**
 * Appends the records, each partition's in the order of the request, and answers in that order too. A partition whose
 * append fails does not fail the others.
 *
 * @param partition where all of them go; else each record's own, else by key, else one for all that have no key
 * @throws HttpError 40401 no such topic, 40402 no such partition
 */
export async function sendRecords(
  kafka: ProxyKafka,
  topic: string,
  records: EncodedRecord[],
  partition?: number,
): Promise<ProduceOffset[]> {
  const count = await kafka.partitionCount(topic)
  if (count === null) throw restError('topicNotFound')
  if (partition !== undefined && partition >= count) throw restError('partitionNotFound')
  const partitionOf = partitioner(topic, count)
  const answers: ProduceOffset[] = new Array(records.length)
  const byPartition = new Map<number, number[]>()
  for (const [index, record] of records.entries()) {
    const target = partition ?? record.partition ?? partitionOf(record.key)
    if (target >= count)
      answers[index] = failed(new Error(`Partition ${target} is not one of the ${count} of topic ${topic}.`))
    else byPartition.set(target, [...(byPartition.get(target) ?? []), index])
  }
  await Promise.all(
    [...byPartition].map(async ([target, indexes]) => {
      try {
        const first = await kafka.append(
          topic,
          target,
          indexes.map(index => ({ key: records[index]!.key, value: records[index]!.value })),
        )
        for (const [at, index] of indexes.entries()) {
          answers[index] = { partition: target, offset: first + at, error_code: null, error: null }
        }
      } catch (error) {
        for (const index of indexes) answers[index] = failed(error as Error)
      }
    }),
  )
  return answers
}

function failed(error: Error): ProduceOffset {
  return { partition: null, offset: null, ...recordError(error) }
}

/** Keys go where the Java client puts them; what has no key goes to one partition that changes with every request. */
function partitioner(topic: string, count: number): (key: Buffer | null) => number {
  const choose = Partitioners.DefaultPartitioner()
  const partitionMetadata = Array.from({ length: count }, (_, partitionId) => ({
    partitionErrorCode: 0,
    partitionId,
    leader: 1,
    replicas: [],
    isr: [],
  }))
  const at = (key: Buffer | null) => choose({ topic, partitionMetadata, message: { key, value: null } })
  const keyless = at(null)
  return key => (key === null ? keyless : at(key))
}
