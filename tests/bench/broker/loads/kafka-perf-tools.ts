import { createTopic, deleteTopics, kafkaTool, noKafkaTools } from '../clients'
import type { Load, Measured } from '../load'

const goal = 'at least 1.0x'

/** Kafka's own producer and consumer performance tools. */
export const kafkaPerfTools: Load = {
  name: 'kafka-perf-tools',
  missing: noKafkaTools,
  async run({ bootstrap }) {
    const figures: Measured[] = []
    for (const [size, records] of [
      [100, 1_000_000],
      [1_000, 300_000],
    ] as const) {
      for (const acks of ['1', 'all']) {
        const topic = `bench-perf-${size}-${acks}`
        await createTopic(bootstrap, topic)
        const rate = await produce(bootstrap, topic, records, size, acks)
        figures.push({ title: `producer perf tool, ${size} B, acks ${acks}`, value: rate, ...shape })
        if (acks === 'all') {
          const read = await consume(bootstrap, topic, records)
          figures.push({ title: `consumer perf tool, ${size} B`, value: read, ...shape })
        }
        await deleteTopics(bootstrap, [topic])
      }
    }
    return figures
  },
}

const shape = { unit: 'records/s', goal } as const

async function produce(bootstrap: string, topic: string, records: number, size: number, acks: string): Promise<number> {
  const printed = await kafkaTool('org.apache.kafka.tools.ProducerPerformance', [
    ...['--topic', topic, '--num-records', String(records), '--record-size', String(size), '--throughput', '-1'],
    ...['--producer-props', `bootstrap.servers=${bootstrap}`, `acks=${acks}`],
  ])
  const rate = /records sent, ([\d.]+) records\/sec/.exec(printed.trim().split('\n').at(-1) ?? '')?.[1]
  if (rate === undefined) throw new Error(`The producer perf tool printed no rate:\n${printed}`)
  return Number(rate)
}

/** Its last column but one is what the fetching itself reached, without the time that the group took to form. */
async function consume(bootstrap: string, topic: string, records: number): Promise<number> {
  const printed = await kafkaTool('org.apache.kafka.tools.ConsumerPerformance', [
    ...['--bootstrap-server', bootstrap, '--topic', topic, '--num-records', String(records), '--timeout', '60000'],
  ])
  const [head = '', line = ''] = printed.trim().split('\n').slice(-2)
  const at = head.split(',').findIndex(name => name.trim() === 'fetch.nMsg.sec')
  const rate = Number(line.split(',')[at])
  if (at < 0 || !(rate > 0)) throw new Error(`The consumer perf tool printed no rate:\n${printed}`)
  return rate
}
