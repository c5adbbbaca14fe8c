import type { SchemaReader } from './schema-cache'

/** Magic byte 0, then the schema id as int32 big-endian, then Avro: the registry's wire format. */
const headerBytes = 5

/** The schema id of a framed value; undefined when it is not framed. */
export function schemaIdOf(bytes: Buffer): number | undefined {
  return bytes.length >= headerBytes && bytes[0] === 0 ? bytes.readInt32BE(1) : undefined
}

/**
 * Decodes a framed value.
 *
 * @throws Error with the reason, when the bytes are not what they claim to be
 */
export function decodeAvro(bytes: Buffer, what: string, reader: (id: number) => SchemaReader | undefined): unknown {
  const id = schemaIdOf(bytes)
  if (id === undefined)
    throw new Error(`the ${what} is not in the registry's wire format (magic byte 0 and a schema id)`)
  const found = reader(id)
  if (!found) throw new Error(`the schema ${id} of the ${what} was not loaded`)
  if ('problem' in found) throw new Error(`${what}: ${found.problem}`)
  try {
    return found.type.fromBuffer(bytes.subarray(headerBytes))
  } catch (error) {
    throw new Error(`the ${what} does not fit its schema ${id}: ${(error as Error).message}`, { cause: error })
  }
}
