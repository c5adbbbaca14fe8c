/**
 * The partition of `__consumer_offsets` that keeps a group: Java's String.hashCode (over UTF-16 units, 32 bits) without
 * its sign (the smallest number, which has no positive twin, counts as 0), modulo the number of partitions.
 */
export function partitionOf(group: string, partitionCount: number): number {
  let hash = 0
  for (let index = 0; index < group.length; index++) hash = (31 * hash + group.charCodeAt(index)) | 0
  return hash === -0x8000_0000 ? 0 : Math.abs(hash) % partitionCount
}
