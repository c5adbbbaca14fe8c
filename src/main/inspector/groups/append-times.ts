/** Ends of partitions over time: from them follows when a record came into the log, without reading it. */
export interface AppendTimes {
  /** Notes that the partition's next offset was `end` at `at`. */
  note(topic: string, partition: number, end: bigint, at: number): void
  /** How long ago the record at `offset` came, at `now`; null when the partition was never noted. */
  age(topic: string, partition: number, offset: bigint, now: number): { ms: number; isAtLeast: boolean } | null
  /** Forgets partitions that nobody has noted since `before`. */
  forget(before: number): void
}

interface Sample {
  at: number
  end: bigint
}

/** Samples of one partition: older ones are thinned out beyond it. */
const samplesMax = 60

/** Partitions that are followed at most; of others no time is known. */
const partitionsMax = 5_000

/** @param keptMs older samples are forgotten: what came before them is only known to be older than they are */
export function appendTimes(keptMs: number): AppendTimes {
  const partitions = new Map<string, { samples: Sample[]; notedAt: number }>()
  return {
    note(topic, partition, end, at) {
      const key = `${topic}/${partition}`
      const kept = partitions.get(key) ?? { samples: [], notedAt: at }
      if (!partitions.has(key) && partitions.size >= partitionsMax) return
      partitions.set(key, kept)
      const { samples } = kept
      const last = samples.at(-1)
      // A topic that was made anew begins again.
      if (last && end < last.end) samples.length = 0
      // Of an end that stands still, its first and its last time say all.
      if (last?.end === end && samples.at(-2)?.end === end) last.at = at
      else samples.push({ at, end })
      kept.notedAt = at
      // The newest of the old ones stays: it says what was there when the kept time began.
      while (samples.length > 1 && samples[1]!.at <= at - keptMs) samples.shift()
      if (samples.length > samplesMax) kept.samples = samples.filter((_, i) => i % 2 === 0 || i > samplesMax / 2)
    },
    age(topic, partition, offset, now) {
      const samples = partitions.get(`${topic}/${partition}`)?.samples
      const first = samples?.[0]
      const last = samples?.at(-1)
      if (!samples || !first || !last) return null
      if (offset >= last.end) return { ms: 0, isAtLeast: false }
      if (offset < first.end) return { ms: Math.max(0, now - first.at), isAtLeast: true }
      const after = samples.findIndex(({ end }) => end > offset)
      const [from, to] = [samples[after - 1]!, samples[after]!]
      const share = Number(offset - from.end + 1n) / Number(to.end - from.end)
      return { ms: Math.max(0, now - (from.at + share * (to.at - from.at))), isAtLeast: false }
    },
    forget(before) {
      for (const [key, { notedAt }] of partitions) if (notedAt < before) partitions.delete(key)
    },
  }
}
