import { createTopic, deleteTopics, filler, kafkaAt, partitioner } from '../clients'
import type { Load } from '../load'

const topic = 'bench-consume'
const records = 1_000_000
const batch = 5_000
const withinMs = 120_000

/** kafkajs reading a million small records of one partition, from the first batch to the last. */
export const kafkajsConsume: Load = {
  name: 'kafkajs-consume',
  missing: () => null,
  async prepare({ bootstrap }) {
    await createTopic(bootstrap, topic)
    const producer = kafkaAt(bootstrap).producer({ createPartitioner: partitioner })
    await producer.connect()
    const value = filler(100)
    const messages = Array.from({ length: batch }, () => ({ value, partition: 0 }))
    for (let sent = 0; sent < records; sent += batch) await producer.send({ topic, acks: 1, messages })
    await producer.disconnect()
  },
  async run({ bootstrap }) {
    const consumer = kafkaAt(bootstrap).consumer({ groupId: `bench-${Date.now()}` })
    await consumer.connect()
    await consumer.subscribe({ topic, fromBeginning: true })
    let read = 0
    let beganAt: number | null = null
    const seconds = await new Promise<number>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`kafkajs read ${read} of ${records} records`)), withinMs)
      void consumer.run({
        eachBatch: async ({ batch: { messages } }) => {
          beganAt ??= performance.now()
          read += messages.length
          if (read < records) return
          clearTimeout(timer)
          resolve((performance.now() - beganAt) / 1_000)
        },
      })
    })
    await consumer.disconnect()
    return [
      {
        title: 'kafkajs consume, 1 M records of 100 B',
        value: records / seconds,
        unit: 'records/s',
        goal: 'at least 1.1x',
      },
    ]
  },
  clean: ({ bootstrap }) => deleteTopics(bootstrap, [topic]),
}
