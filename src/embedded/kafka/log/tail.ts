/** Newest bytes that all partitions together keep in memory for readers at the end of the log. */
export const tailBytesMax = 32 * 1024 * 1024

export interface TailBatch {
  baseOffset: number
  lastOffset: number
  bytes: Buffer
}

/** The newest batches of one partition, in order, without gaps. */
export interface Tail {
  add(batch: TailBatch): void
  /**
   * Whole batches from the one that holds `offset` on, as long as they end before `endOffset` and fit into `bytesMax`;
   * the first one is taken whatever its size when `takesFirst`. Null when `offset` is not, or no longer, in memory.
   */
  read(offset: number, endOffset: number, bytesMax: number, takesFirst: boolean): Buffer[] | null
  /** Forgets everything. */
  clear(): void
}

/** One bound for all partitions: the oldest batch of any of them goes first. */
export interface TailCache {
  tail(): Tail
  bytes(): number
}

interface Store {
  batches: TailBatch[]
  /** Batches before this index have been dropped. */
  first: number
  /** Counts what `clear` forgot, so that its places in the queue are passed over. */
  generation: number
}

export function tailCache(bytesMax = tailBytesMax): TailCache {
  let queue: { store: Store; bytes: number; generation: number }[] = []
  let queueFirst = 0
  let total = 0

  function dropOldest(): void {
    const { store, bytes, generation } = queue[queueFirst]!
    queueFirst++
    if (queueFirst > 1024 && queueFirst * 2 > queue.length) {
      queue = queue.slice(queueFirst)
      queueFirst = 0
    }
    if (store.generation !== generation) return
    total -= bytes
    store.first++
    if (store.first > 64 && store.first * 2 > store.batches.length) {
      store.batches = store.batches.slice(store.first)
      store.first = 0
    } else {
      // The slot stays until the next slice; its bytes must not.
      store.batches[store.first - 1] = { ...store.batches[store.first - 1]!, bytes: noBytes }
    }
  }

  return {
    bytes: () => total,
    tail() {
      const store: Store = { batches: [], first: 0, generation: 0 }
      return {
        add(batch) {
          store.batches.push(batch)
          queue.push({ store, bytes: batch.bytes.length, generation: store.generation })
          total += batch.bytes.length
          while (total > bytesMax) dropOldest()
        },
        read: (offset, endOffset, sizeMax, takesFirst) => readFrom(store, offset, endOffset, sizeMax, takesFirst),
        clear() {
          for (let at = store.first; at < store.batches.length; at++) total -= store.batches[at]!.bytes.length
          store.batches = []
          store.first = 0
          store.generation++
        },
      }
    },
  }
}

const noBytes = Buffer.alloc(0)

function readFrom(
  store: Store,
  offset: number,
  endOffset: number,
  bytesMax: number,
  takesFirst: boolean,
): Buffer[] | null {
  const { batches, first } = store
  const oldest = batches[first]
  if (!oldest || offset < oldest.baseOffset) return null
  const pieces: Buffer[] = []
  let size = 0
  for (let at = firstEndingAt(store, offset); at < batches.length; at++) {
    const { lastOffset, bytes } = batches[at]!
    if (lastOffset >= endOffset) break
    size += bytes.length
    if (size > bytesMax && !(takesFirst && pieces.length === 0)) break
    pieces.push(bytes)
  }
  return pieces
}

/** Index of the first batch whose last offset is at least `offset`. */
function firstEndingAt({ batches, first }: Store, offset: number): number {
  let low = first
  let high = batches.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (batches[middle]!.lastOffset < offset) low = middle + 1
    else high = middle
  }
  return low
}
