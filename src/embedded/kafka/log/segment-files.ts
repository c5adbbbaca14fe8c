/**
 * Names of a partition's files in its topic's directory:
 *
 *     3-00000000000000012345.log     batches from offset 12345 on, one behind the other, as on the wire
 *     3-00000000000000012345.index   its checkpoint, which can be rebuilt
 *     3-00000000000000012345-00000000000000067890.swap
 *                                    written by compaction: takes the place of all segments of partition 3 that begin
 *                                    from the first to before the second offset
 *     3-00000000000000012345.cleaned the same while it is being written: worthless after a crash
 */
const digits = 20

export interface SegmentPaths {
  log: string
  checkpoint: string
  cleaned: string
}

export function segmentPaths(directory: string, partition: number, baseOffset: number): SegmentPaths {
  const stem = `${directory}/${partition}-${padded(baseOffset)}`
  return { log: `${stem}.log`, checkpoint: `${stem}.index`, cleaned: `${stem}.cleaned` }
}

export function swapPath(directory: string, partition: number, baseOffset: number, endOffset: number): string {
  return `${directory}/${partition}-${padded(baseOffset)}-${padded(endOffset)}.swap`
}

export type SegmentFile =
  | { kind: 'log' | 'index' | 'cleaned'; partition: number; baseOffset: number }
  | { kind: 'swap'; partition: number; baseOffset: number; endOffset: number }

const pattern = /^(\d+)-(\d{20})(?:-(\d{20}))?\.(log|index|cleaned|swap)$/

/** What a file of a topic's directory is, or null when it is none of ours. */
export function parseSegmentFile(name: string): SegmentFile | null {
  const match = pattern.exec(name)
  if (!match) return null
  const [, partition, baseOffset, endOffset, kind] = match
  const place = { partition: Number(partition), baseOffset: Number(baseOffset) }
  if (kind === 'swap') return endOffset === undefined ? null : { kind, ...place, endOffset: Number(endOffset) }
  return { kind: kind as 'log' | 'index' | 'cleaned', ...place }
}

function padded(offset: number): string {
  return String(offset).padStart(digits, '0')
}
