import type { Value } from '../../functions/value'
import type { Column } from '../../plan/catalog'
import type { SqlType } from '../../syntax/types'
import { bigintValue } from '../../functions/value'
import { nothing, type Format } from './format'

/** One column in the form of Kafka's own serializers: numbers big-endian, texts in UTF-8. */
export const kafka: Format = {
  name: 'KAFKA',
  reader(columns: Column[]) {
    const type = columns[0]?.type
    return { prepare: nothing, read: bytes => (type ? [readPrimitive(type, bytes)] : []) }
  },
  writer(columns: Column[]) {
    const type = columns[0]?.type
    return { prepare: nothing, write: ([value = null]) => (type ? writePrimitive(type, value) : Buffer.alloc(0)) }
  },
}

function readPrimitive(type: SqlType, bytes: Buffer): Value {
  const sized = (size: number) => {
    if (bytes.length !== size) throw new Error(`${type.base} has ${size} bytes, not ${bytes.length}`)
  }
  switch (type.base) {
    case 'INTEGER':
      sized(4)
      return bytes.readInt32BE()
    case 'BIGINT':
      sized(8)
      return bigintValue(bytes.readBigInt64BE())
    case 'DOUBLE':
      sized(8)
      return bytes.readDoubleBE()
    case 'BYTES':
      return bytes
    default:
      return bytes.toString('utf8')
  }
}

function writePrimitive(type: SqlType, value: Value): Buffer {
  switch (type.base) {
    case 'INTEGER': {
      const bytes = Buffer.allocUnsafe(4)
      bytes.writeInt32BE(Number(value))
      return bytes
    }
    case 'BIGINT': {
      const bytes = Buffer.allocUnsafe(8)
      bytes.writeBigInt64BE(BigInt(value as number))
      return bytes
    }
    case 'DOUBLE': {
      const bytes = Buffer.allocUnsafe(8)
      bytes.writeDoubleBE(Number(value))
      return bytes
    }
    case 'BYTES':
      return Buffer.from(value as Uint8Array)
    default:
      return Buffer.from(String(value))
  }
}
