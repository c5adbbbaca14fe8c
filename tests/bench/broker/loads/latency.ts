import { createTopic, deleteTopics, kafkaAt, partitioner } from '../clients'
import type { Load, Measured } from '../load'

const topic = 'bench-latency'
const watchedMs = 8_000
const warmUpMs = 2_000

/** From kafkajs' send to kafkajs' eachBatch on the other side, at a steady rate. */
export const latency: Load = {
  name: 'latency',
  missing: () => null,
  async run({ bootstrap }) {
    await createTopic(bootstrap, topic)
    const kafka = kafkaAt(bootstrap)
    const consumer = kafka.consumer({ groupId: `bench-${Date.now()}`, maxWaitTimeInMs: 500 })
    const producer = kafka.producer({ createPartitioner: partitioner, maxInFlightRequests: 5 })
    await Promise.all([consumer.connect(), producer.connect()])
    await consumer.subscribe({ topic, fromBeginning: true })
    let waits: number[] = []
    const joined = new Promise<void>(resolve => consumer.on(consumer.events.GROUP_JOIN, () => resolve()))
    await consumer.run({
      eachBatch: async ({ batch: { messages } }) => {
        const now = performance.now()
        for (const { value } of messages) waits.push(now - Number(value))
      },
    })
    await joined
    const figures: Measured[] = []
    for (const perSecond of [100, 1_000]) {
      const send = (forMs: number) =>
        atRate(perSecond, forMs, () =>
          producer.send({ topic, acks: -1, messages: [{ value: String(performance.now()), partition: 0 }] }),
        )
      await send(warmUpMs)
      waits = []
      await send(watchedMs)
      waits.sort((one, other) => one - other)
      const shape = { unit: 'ms', goal: 'at most 0.7x' } as const
      const at = (share: number) => waits[Math.floor(waits.length * share)] ?? NaN
      figures.push({ title: `end to end at ${perSecond} messages a second, p50`, value: at(0.5), ...shape })
      figures.push({ title: `end to end at ${perSecond} messages a second, p99`, value: at(0.99), ...shape })
    }
    await Promise.all([consumer.disconnect(), producer.disconnect()])
    await deleteTopics(bootstrap, [topic])
    return figures
  },
}

/** Begins one piece of work after the other at a rate, and waits for all of them. */
async function atRate(perSecond: number, forMs: number, begin: () => Promise<unknown>): Promise<void> {
  const began = performance.now()
  const begun: Promise<unknown>[] = []
  while (performance.now() - began < forMs) {
    const due = Math.floor(((performance.now() - began) / 1_000) * perSecond)
    while (begun.length < due) begun.push(begin())
    await new Promise(resolve => setTimeout(resolve, 1))
  }
  await Promise.all(begun)
}
