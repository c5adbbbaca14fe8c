import type { Partition } from '../topics/types'
import { buildMarker } from '../wire/control-batch'
import type { Transaction } from './transaction'

/** There is one node, which coordinates for ever: its epoch as coordinator never changes. */
export const coordinatorEpoch = 0

/** What the markers are written with. */
export interface MarkerPorts {
  /** Undefined when the topic was deleted meanwhile. */
  partition(topic: string, index: number): Partition | undefined
  /** A marker is in the file of this partition. */
  written(partition: Partition, producerId: number, isCommit: boolean): void
  now(): number
}

/**
 * Writes the end of a transaction (PrepareCommit or PrepareAbort) to all of its partitions and waits until it is in
 * their files. Written twice, as after a crash, it changes nothing.
 *
 * @throws KafkaError 56 when one of the disks does not take it; the others have it then
 */
export async function writeMarkers(
  { producerId, epoch, state, partitions }: Transaction,
  ports: MarkerPorts,
): Promise<void> {
  const isCommit = state === 'PrepareCommit'
  const found = [...partitions].flatMap(([topic, indexes]) =>
    [...indexes].flatMap(index => ports.partition(topic, index) ?? []),
  )
  const written = found.map(async partition => {
    const marker = buildMarker({
      producerId,
      producerEpoch: epoch,
      isCommit,
      coordinatorEpoch,
      timestamp: ports.now(),
    })
    await partition.durable(partition.append(marker))
    ports.written(partition, producerId, isCommit)
  })
  const failed = (await Promise.allSettled(written)).find(result => result.status === 'rejected')
  if (failed) throw failed.reason
}
