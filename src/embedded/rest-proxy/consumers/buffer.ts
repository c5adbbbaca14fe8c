/** A record on its way from Kafka to whoever reads next. */
export interface FetchedRecord {
  topic: string
  partition: number
  /** Decimal, as kafkajs has it. */
  offset: string
  key: Buffer | null
  value: Buffer | null
}

interface Held {
  record: FetchedRecord
  onTaken(): void
  onGone(): void
}

/** Records fetched and not read yet, in order. Holds what one fetch brought: whoever puts waits until all are gone. */
export interface RecordBuffer {
  /** Resolves when each of the records was taken (`onTaken` is called for it) or dropped. */
  put(records: FetchedRecord[], onTaken: (record: FetchedRecord) => void): Promise<void>
  /** The first records up to so many bytes of key and value, and at least one when there is one. */
  take(bytesMax: number): FetchedRecord[]
  /** Resolves when there is a record, or after `ms`. */
  wait(ms: number): Promise<void>
  /** Forgets the records of one partition, or all. */
  drop(of?: { topic: string; partition: number }): void
}

export function createRecordBuffer(): RecordBuffer {
  let held: Held[] = []
  let waiting: (() => void)[] = []
  return {
    put(records, onTaken) {
      if (records.length === 0) return Promise.resolve()
      return new Promise(resolve => {
        let left = records.length
        const onGone = () => --left === 0 && resolve()
        held.push(...records.map(record => ({ record, onTaken: () => onTaken(record), onGone })))
        for (const wake of waiting.splice(0)) wake()
      })
    },
    take(bytesMax) {
      let bytes = 0
      let count = 0
      for (const { record } of held) {
        bytes += (record.key?.length ?? 0) + (record.value?.length ?? 0)
        if (count > 0 && bytes > bytesMax) break
        count++
      }
      const taken = held.slice(0, count)
      held = held.slice(count)
      for (const { onTaken, onGone } of taken) {
        onTaken()
        onGone()
      }
      return taken.map(({ record }) => record)
    },
    wait(ms) {
      if (held.length > 0) return Promise.resolve()
      return new Promise(resolve => {
        const wake = () => {
          clearTimeout(timer)
          resolve()
        }
        const timer = setTimeout(() => {
          waiting = waiting.filter(other => other !== wake)
          resolve()
        }, ms)
        waiting.push(wake)
      })
    },
    drop(of) {
      const gone = held.filter(({ record }) => !of || (record.topic === of.topic && record.partition === of.partition))
      held = held.filter(item => !gone.includes(item))
      for (const { onGone } of gone) onGone()
    },
  }
}
