import { createTopic, deleteTopics, filler, kafkaAt, partitioner } from '../clients'
import type { Load, Measured } from '../load'

const records = 200_000
const batch = 500

/** kafkajs writing batches of small records to one partition, one or five of them under way. */
export const kafkajsProduce: Load = {
  name: 'kafkajs-produce',
  missing: () => null,
  async run({ bootstrap }) {
    const figures: Measured[] = []
    for (const acks of [1, -1])
      for (const inFlight of [1, 5]) {
        figures.push({
          title: `kafkajs produce, 100 B, 500 a batch, acks ${acks === 1 ? 1 : 'all'}, ${inFlight} in flight`,
          value: await produce(bootstrap, acks, inFlight),
          unit: 'records/s',
          goal: 'at least 1.2x',
        })
      }
    return figures
  },
}

async function produce(bootstrap: string, acks: number, inFlight: number): Promise<number> {
  const topic = `bench-produce-${acks}-${inFlight}`
  await createTopic(bootstrap, topic)
  const producer = kafkaAt(bootstrap).producer({
    createPartitioner: partitioner,
    maxInFlightRequests: inFlight,
    allowAutoTopicCreation: false,
  })
  await producer.connect()
  const value = filler(100)
  const messages = Array.from({ length: batch }, () => ({ value, partition: 0 }))
  const lane = async (batches: number) => {
    for (let sent = 0; sent < batches; sent++) await producer.send({ topic, acks, messages })
  }
  await lane(20)
  const began = performance.now()
  await Promise.all(Array.from({ length: inFlight }, () => lane(records / batch / inFlight)))
  const seconds = (performance.now() - began) / 1_000
  await producer.disconnect()
  await deleteTopics(bootstrap, [topic])
  return records / seconds
}
