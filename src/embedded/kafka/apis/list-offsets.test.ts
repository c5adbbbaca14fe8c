import { beforeAll, expect, it } from 'vitest'
import { manualClock } from '../../lib/clock'
import { silentLog } from '../../lib/log'
import { memoryDisk } from '../../lib/memory-disk'
import { brokerDefaults, openTopics, type Topics } from '../topics'
import { buildBatch } from '../wire/record-batch'
import { listOffsets } from './02-list-offsets'
import { ask } from './testing'

const [latest, maxTimestamp] = [-1, -3]
let topics: Topics

/** A record of time 10, and one of time 20 in a transaction that is open. */
beforeAll(async () => {
  const options = { disk: memoryDisk(), directory: '/data', clock: manualClock(1), log: silentLog() }
  topics = await openTopics({ ...options, config: brokerDefaults })
  topics.create({ name: 'a', partitionCount: 1 })
  const partition = topics.partition('a', 0)!
  const record = (timestamp: number) => ({ key: null, value: Buffer.from('v'), timestamp })
  partition.append(buildBatch([record(10)]))
  const transaction = { producerId: 1, producerEpoch: 0, baseSequence: 0, isTransactional: true }
  await partition.durable(partition.append(buildBatch([record(20)], transaction)))
})

it.each([
  ['the end', latest, 2, 1],
  ['a time before all', 0, 0, 0],
  ['a time behind what is committed', 11, 1, -1],
  ['the largest time', maxTimestamp, 1, -1],
])('%s is found for readers of all and of committed records', async (_what, timestamp, ofAll, ofCommitted) => {
  const find = async (isolation: number) => {
    const asked = {
      replicaId: -1,
      isolation,
      topics: [{ name: 'a', partitions: [{ index: 0, currentLeaderEpoch: -1, timestamp }] }],
    }
    return (await ask({ topics }, listOffsets, 7, asked)).topics[0]!.partitions[0]!.offset
  }
  expect([await find(0), await find(1)]).toEqual([ofAll, ofCommitted])
})
