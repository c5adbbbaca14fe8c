import { deleteTopics, kafkaAt, partitioner } from '../clients'
import type { Load } from '../load'

const topics = Array.from({ length: 1_000 }, (_, i) => `bench-many-${i}`)
const withinMs = 120_000

/** A thousand topics: created, one record to each, all read, deleted. */
export const manyTopics: Load = {
  name: 'many-topics',
  missing: () => null,
  async run({ bootstrap }) {
    const kafka = kafkaAt(bootstrap)
    const admin = kafka.admin()
    // A broker that has just made a thousand topics may not lead all of them yet.
    const producer = kafka.producer({
      createPartitioner: partitioner,
      allowAutoTopicCreation: false,
      retry: { retries: 20, initialRetryTime: 50, maxRetryTime: 500 },
    })
    const consumer = kafka.consumer({ groupId: `bench-${Date.now()}`, maxWaitTimeInMs: 100 })
    await Promise.all([admin.connect(), producer.connect(), consumer.connect()])
    const began = performance.now()
    await admin.createTopics({ topics: topics.map(topic => ({ topic })), timeout: withinMs })
    await producer.sendBatch({ topicMessages: topics.map(topic => ({ topic, messages: [{ value: 'one' }] })) })
    await consumer.subscribe({ topics, fromBeginning: true })
    let read = 0
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${read} of ${topics.length} topics were read`)), withinMs)
      void consumer.run({
        eachBatch: async ({ batch: { messages } }) => {
          read += messages.length
          if (read < topics.length) return
          clearTimeout(timer)
          resolve()
        },
      })
    })
    await consumer.disconnect()
    await admin.deleteTopics({ topics, timeout: withinMs })
    const seconds = (performance.now() - began) / 1_000
    await Promise.all([admin.disconnect(), producer.disconnect()])
    return [
      {
        title: '1,000 topics: created, one record to each, all read, deleted',
        value: seconds,
        unit: 's',
        goal: 'at most 0.33x',
      },
    ]
  },
  clean: ({ bootstrap }) => deleteTopics(bootstrap, topics),
}
