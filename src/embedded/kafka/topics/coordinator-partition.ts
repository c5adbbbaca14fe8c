/**
 * The partition of a coordinator's topic that keeps a group or a transactional id: Java's String.hashCode (over UTF-16 units, 32 bits) without
 * its sign (the smallest number, which has no positive twin, counts as 0), modulo the number of partitions.
 */
export function partitionOf(id: string, partitionCount: number): number {
  let hash = 0
  for (let index = 0; index < id.length; index++) hash = (31 * hash + id.charCodeAt(index)) | 0
  return hash === -0x8000_0000 ? 0 : Math.abs(hash) % partitionCount
}
