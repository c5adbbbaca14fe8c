import type { Admin, Kafka } from 'kafkajs'
import { forEachLimited } from '../lib/cancellation'

/** Where a partition begins and ends. */
export interface PartitionEnds {
  partition: number
  /** The first offset that is there. */
  start: bigint
  /** The next offset to be written. */
  end: bigint
}

/** Where topics end. Several parts ask for the same at one time, so an answer serves for a moment. */
export interface LogEnds {
  /** By topic; topics that are not there (any more) are left out. */
  read(topics: Iterable<string>, signal: AbortSignal): Promise<Map<string, PartitionEnds[]>>
  close(): Promise<void>
}

/** Topics that are asked about at one time. */
const topicsAtOnce = 8

/** How long an answer serves, ms. */
const freshMs = 800

/** Ends by an admin client of its own. @param now wall clock, ms */
export function logEnds(kafka: Pick<Kafka, 'admin'>, now: () => number): LogEnds {
  const known = new Map<string, { at: number; partitions: PartitionEnds[] }>()
  const admins = adminHolder(kafka)
  return {
    async read(topics, signal) {
      const wanted = [...new Set(topics)]
      const stale = wanted.filter(topic => (known.get(topic)?.at ?? -Infinity) + freshMs < now())
      if (stale.length > 0) {
        await admins.use(async admin => {
          const there = new Set(await admin.listTopics())
          const gone = [...known.keys()].filter(topic => !there.has(topic))
          for (const topic of gone) known.delete(topic)
          // A client that has once asked for a topic goes on asking for it, and fails with it when it is gone.
          const client = gone.length > 0 ? await admins.renew() : admin
          const asked = stale.filter(topic => there.has(topic))
          await forEachLimited(asked, topicsAtOnce, async topic => {
            signal.throwIfAborted()
            const partitions = await client.fetchTopicOffsets(topic)
            known.set(topic, { at: now(), partitions: partitions.map(asEnds) })
          })
        })
      }
      return new Map(
        wanted.flatMap(topic => (known.has(topic) ? [[topic, known.get(topic)!.partitions] as const] : [])),
      )
    },
    close: () => admins.close(),
  }
}

function asEnds({ partition, low, high }: { partition: number; low: string; high: string }): PartitionEnds {
  return { partition, start: BigInt(low), end: BigInt(high) }
}

/** One admin client that is connected when it is first used, and made anew after a failure. */
export interface AdminHolder {
  use<T>(work: (admin: Admin) => Promise<T>): Promise<T>
  renew(): Promise<Admin>
  close(): Promise<void>
}

export function adminHolder(kafka: Pick<Kafka, 'admin'>): AdminHolder {
  let current: Promise<Admin> | undefined
  const connect = async () => {
    const admin = kafka.admin()
    try {
      await admin.connect()
    } catch (error) {
      await admin.disconnect().catch(() => undefined)
      throw error
    }
    return admin
  }
  const drop = async () => {
    const dropped = current
    current = undefined
    await dropped?.then(admin => admin.disconnect()).catch(() => undefined)
  }
  return {
    async use(work) {
      current ??= connect()
      const used = current
      try {
        return await work(await used)
      } catch (error) {
        if (current === used) await drop()
        throw error
      }
    },
    async renew() {
      await drop()
      current = connect()
      return current
    },
    close: drop,
  }
}
