/**
 * Avro: schemas, the registry's wire format, values as bytes and as Avro's JSON encoding, and schema resolution.
 *
 *     const schema = parseAvro(text)
 *     const { id, body } = frameOf(message.value)
 *     const value = decodeAvro(schema, body)
 *     const bytes = encodeFramed(id, schema, value)
 */
export { decodeAvro, encodeAvro, encodeFramed, parseAvro, type AvroSchema } from './codec'
export { incompatibilities, type Incompatibility, type IncompatibilityKind } from './compatibility'
export { frame, frameBytes, frameOf, FrameError, type Frame } from './frame'
export { decodeJson, encodeJson } from './json-encoding'
export * from './types'
