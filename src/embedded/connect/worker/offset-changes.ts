import type { Position } from '../data/record'
import type { Stores } from '../state/stores'
import { badRequest, notFound } from './request-error'

/** An entry of PATCH …/offsets; offset null forgets the partition. */
export interface OffsetChange {
  partition: Position
  offset: Position | null
}

const externally = (done: string) =>
  `The Connect framework-managed offsets for this connector have been ${done} successfully. However, if this connector ` +
  `manages offsets externally, they will need to be manually ${done} in the system that the connector uses.`

/**
 * Stores offsets by hand.
 *
 * @returns the message of the answer
 * @throws RequestError 400 unless the connector is STOPPED, 404
 */
export async function alterOffsets(stores: Stores, name: string, changes: OffsetChange[]): Promise<string> {
  requireStopped(stores, name)
  for (const { partition, offset } of changes) await stores.writeOffset(name, partition, offset)
  return externally('altered')
}

/** Forgets all offsets: the connector begins anew. Errors and answer as alterOffsets. */
export async function resetOffsets(stores: Stores, name: string): Promise<string> {
  requireStopped(stores, name)
  const stored = [...(stores.offsets.get(name)?.values() ?? [])]
  for (const { partition } of stored) await stores.writeOffset(name, partition, null)
  return externally('reset')
}

function requireStopped({ configs }: Stores, name: string): void {
  if (!configs.connectors.has(name)) throw notFound(`Connector ${name} not found`)
  if (configs.targets.get(name) === 'STOPPED') return
  throw badRequest(
    'Connectors must be in the STOPPED state before their offsets can be modified. This can be done for the specified ' +
      `connector by issuing a 'PUT' request to the '/connectors/${name}/stop' endpoint`,
  )
}
