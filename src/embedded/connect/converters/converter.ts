import type { Definition, Values } from '../config/definition'
import type { SchemaAndValue } from '../data/schema'
import type { Addresses } from '../http/addresses'

/** Turns a key or a value into the bytes that go to Kafka; null is a tombstone, or no key. */
export interface Converter {
  /** @throws ConnectError DataException for what cannot be written so, RetriableException when a neighbour is away */
  convert(topic: string, data: SchemaAndValue): Buffer | null | Promise<Buffer | null>
}

export interface ConverterContext {
  isKey: boolean
  /** Where names in URLs of the configuration really are. */
  addresses: Addresses
  /** Ends requests that are under way. */
  signal: AbortSignal
}

export interface ConverterPlugin {
  className: string
  definitions: readonly Definition[]
  create(values: Values, context: ConverterContext): Converter
}
