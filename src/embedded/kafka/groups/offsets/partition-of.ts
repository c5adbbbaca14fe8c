/**
 * The partition of `__consumer_offsets` that keeps a group: Java's String.hashCode (over UTF-16 units, 32 bits), made
 * positive as Kafka's Utils.abs does, modulo the number of partitions.
 */
export function partitionOf(group: string, partitionCount: number): number {
  let hash = 0
  for (let index = 0; index < group.length; index++) hash = (31 * hash + group.charCodeAt(index)) | 0
  return (hash & 0x7fff_ffff) % partitionCount
}
