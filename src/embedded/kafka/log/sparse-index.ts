/** An entry is made when at least this many bytes have followed the last one. */
export const indexIntervalBytes = 8192

/**
 * Where some of a segment's batches begin: for about every 8 KB the offset of a batch, its position in the file, and
 * the largest timestamp of all that lies before it. A reader looks up the last entry that is not behind what it seeks
 * and walks on from there. Kept in memory; `checkpoint.ts` writes it to disk.
 */
export class SparseIndex {
  private readonly offsets: number[] = []
  private readonly positions: number[] = []
  private readonly timestampsBefore: number[] = []

  get length(): number {
    return this.offsets.length
  }

  entry(at: number): { offset: number; position: number; timestampBefore: number } {
    return { offset: this.offsets[at]!, position: this.positions[at]!, timestampBefore: this.timestampsBefore[at]! }
  }

  /** Tells of the batch that begins at `position`; most are not entered. Called in order of position. */
  add(offset: number, position: number, timestampBefore: number): void {
    const last = this.positions.at(-1)
    if (last !== undefined && position - last < indexIntervalBytes) return
    this.offsets.push(offset)
    this.positions.push(position)
    this.timestampsBefore.push(timestampBefore)
  }

  /** Where to begin to look for `offset`: every batch before that position ends before it. */
  positionForOffset(offset: number): number {
    return this.positions[lastNotAbove(this.offsets, offset)] ?? 0
  }

  /** Where to begin to look for the first record of `timestamp` or later: all before that position is earlier. */
  positionForTimestamp(timestamp: number): number {
    return this.positions[lastBelow(this.timestampsBefore, timestamp)] ?? 0
  }

  /** Forgets the batches that begin at `position` or later. */
  truncate(position: number): void {
    while (this.positions.length > 0 && this.positions.at(-1)! >= position) {
      this.offsets.pop()
      this.positions.pop()
      this.timestampsBefore.pop()
    }
  }
}

/** Index of the last value that is at most `limit`, or -1; `sorted` ascends. */
function lastNotAbove(sorted: readonly number[], limit: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! <= limit) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** Index of the last value below `limit`, or -1; `sorted` ascends. */
function lastBelow(sorted: readonly number[], limit: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < limit) low = middle + 1
    else high = middle
  }
  return low - 1
}
