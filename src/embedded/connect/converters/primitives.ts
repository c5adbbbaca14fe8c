import { dataError } from '../data/errors'
import type { SchemaType, Value } from '../data/schema'
import type { ConverterPlugin } from './converter'

/** A converter of Kafka's own serialisers: big-endian numbers of one type, or bytes as they are. */
function primitiveConverter(name: string, type: SchemaType, write: (value: Value) => Buffer): ConverterPlugin {
  return {
    className: `org.apache.kafka.connect.converters.${name}`,
    definitions: [],
    create: () => ({
      convert(_topic, { schema, value }) {
        if (value === null) return null
        if (schema?.type !== type) throw dataError(`Invalid schema type for ${name}: ${schema?.type.toUpperCase()}`)
        return write(value)
      },
    }),
  }
}

function bytes(length: number, fill: (buffer: Buffer) => void): Buffer {
  const buffer = Buffer.alloc(length)
  fill(buffer)
  return buffer
}

export const primitiveConverters: ConverterPlugin[] = [
  primitiveConverter('ByteArrayConverter', 'bytes', value => value as Buffer),
  primitiveConverter('BooleanConverter', 'boolean', value => Buffer.from([value ? 1 : 0])),
  primitiveConverter('ShortConverter', 'int16', value => bytes(2, buffer => buffer.writeInt16BE(value as number))),
  primitiveConverter('IntegerConverter', 'int32', value => bytes(4, buffer => buffer.writeInt32BE(value as number))),
  primitiveConverter('LongConverter', 'int64', value =>
    bytes(8, buffer => buffer.writeBigInt64BE(BigInt(value as number | bigint))),
  ),
  primitiveConverter('FloatConverter', 'float32', value => bytes(4, buffer => buffer.writeFloatBE(value as number))),
  primitiveConverter('DoubleConverter', 'float64', value => bytes(8, buffer => buffer.writeDoubleBE(value as number))),
]
