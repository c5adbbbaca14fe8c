import { Partitioners, type Kafka, type Producer } from 'kafkajs'

/** An idempotent producer that writes 0, 1, 2… to one partition, each once it was told that the one before is there. */
export async function countingWriter(kafka: Kafka, topic: string, partition: number) {
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    createPartitioner: Partitioners.DefaultPartitioner,
  })
  await producer.connect()
  const found = { acknowledged: 0, stop }
  let isStopped = false
  const running = (async () => {
    while (!isStopped) {
      await producer.send({ topic, acks: -1, messages: [{ value: String(found.acknowledged), partition }] })
      found.acknowledged++
    }
  })()
  async function stop(): Promise<void> {
    isStopped = true
    await running
    await producer.disconnect()
  }
  return found
}

/** A transactional producer that writes each number to two partitions at once; one that fails is replaced. */
export async function pairWriter(kafka: Kafka, topic: string, transactionalId: string) {
  const committed: number[] = []
  /** Those whose commit was asked for and not answered: both are there, or none. */
  const unknown: number[] = []
  let isStopped = false
  let producer = await begin()
  const running = (async () => {
    for (let number = 0; !isStopped; number++) {
      let isDecided = false
      try {
        const transaction = await producer.transaction()
        await transaction.send({ topic, messages: [0, 1].map(partition => ({ value: String(number), partition })) })
        isDecided = true
        await transaction.commit()
        committed.push(number)
      } catch {
        if (isDecided) unknown.push(number)
        await producer.disconnect().catch(() => undefined)
        producer = await begin()
      }
    }
  })()

  /** The next producer of the id, once the broker lets it begin. */
  async function begin(): Promise<Producer> {
    for (;;) {
      const next = kafka.producer({
        transactionalId,
        idempotent: true,
        maxInFlightRequests: 1,
        retry: { retries: 3, initialRetryTime: 50 },
        createPartitioner: Partitioners.DefaultPartitioner,
      })
      try {
        await next.connect()
        return next
      } catch (error) {
        if (isStopped) throw error
        await next.disconnect().catch(() => undefined)
      }
    }
  }

  return {
    committed,
    unknown,
    async stop() {
      isStopped = true
      await running
      await producer.disconnect()
    },
  }
}
