import type { Kafka } from 'kafkajs'
import { within } from '../../lib/cancellation'
import { withAdmin } from '../../lib/kafka'

/** Topics come and go rarely; a list this old is good enough for a guess. */
const keepMs = 15_000

/** What is shown of a subject does not wait longer than this for Kafka. */
const waitMs = 2_000

/** The names of the cluster's topics, read when asked for and kept for a while. */
export interface TopicNames {
  /** Null: Kafka did not answer in time. */
  read(): Promise<ReadonlySet<string> | null>
}

export function createTopicNames(kafka: () => Kafka, now: () => number): TopicNames {
  let kept: { names: ReadonlySet<string>; at: number } | null = null
  let reading: Promise<ReadonlySet<string>> | null = null
  const readAnew = async () => {
    const names = new Set(await withAdmin(kafka(), admin => admin.listTopics()))
    kept = { names, at: now() }
    return names
  }
  return {
    async read() {
      if (kept && now() - kept.at < keepMs) return kept.names
      reading ??= readAnew().finally(() => (reading = null))
      // Whoever stops waiting leaves the reading to others, who hear of its failure.
      return within(waitMs, 'Reading the topics', reading).catch(() => null)
    },
  }
}
