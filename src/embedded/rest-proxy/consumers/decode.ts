import { AvroValueError, decodeJson, FrameError, frameOf } from '../../formats/avro'
import { parseJson, type Json } from '../../formats/json'
import { restError } from '../errors'
import type { FormatName } from '../media-types'
import type { RegistryClient } from '../registry-client'
import type { FetchedRecord } from './buffer'

/** A record as the answer lists it. */
export interface DecodedRecord {
  topic: string
  key: Json
  value: Json
  partition: number
  offset: number
}

type Decode = (bytes: Buffer, registry: RegistryClient) => Json | Promise<Json>

/** One entry for each embedded format. */
const decoders: Record<FormatName, Decode> = {
  binary: bytes => bytes.toString('base64'),
  json: bytes => parseJson(bytes.toString('utf8')),
  async avro(bytes, registry) {
    const { id, body } = frameOf(bytes)
    return decodeJson(await registry.schemaById(id), body)
  },
}

/**
 * A record in the instance's format.
 *
 * @throws HttpError 50002 naming the record that is not of the format
 */
export async function decodeRecord(
  record: FetchedRecord,
  format: FormatName,
  registry: RegistryClient,
): Promise<DecodedRecord> {
  const { topic, partition, offset } = record
  const decode = async (side: 'key' | 'value') => {
    const bytes = record[side]
    if (bytes === null) return null
    try {
      return await decoders[format](bytes, registry)
    } catch (error) {
      if (!(error instanceof SyntaxError || error instanceof FrameError || error instanceof AvroValueError)) throw error
      const where = `the ${side} of ${topic}, partition ${partition}, offset ${offset}`
      throw restError('kafka', `${where}, is not ${format}: ${error.message}`)
    }
  }
  return { topic, key: await decode('key'), value: await decode('value'), partition, offset: Number(offset) }
}
