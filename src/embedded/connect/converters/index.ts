import { avroConverter } from './avro'
import type { ConverterPlugin } from './converter'
import { jsonConverter } from './json'
import { jsonSchemaConverter } from './json-schema'
import { primitiveConverters } from './primitives'
import { stringConverter } from './string'

/** Every converter that we have. */
export const converters: readonly ConverterPlugin[] = [
  jsonConverter,
  avroConverter,
  jsonSchemaConverter,
  stringConverter,
  ...primitiveConverters,
]
