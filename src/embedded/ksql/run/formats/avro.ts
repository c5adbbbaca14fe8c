import { decodeAvro, encodeFramed, frameOf, parseAvro, type AvroSchema } from '../../../formats/avro'
import type { Value } from '../../functions/value'
import { avroOfColumns } from '../../plan/avro-columns'
import type { Column } from '../../plan/catalog'
import type { SqlType } from '../../syntax/types'
import { coerceTo, fieldPicker, isObject } from './coerce'
import type { Format, FormatContext, Reader, Writer } from './format'

/** Records in the registry's wire format, read by whatever schema they were written with. */
export const avro: Format = {
  name: 'AVRO',
  reader(columns: Column[], { schemas, isSingle }: FormatContext): Reader {
    const pick = fieldPicker(columns)
    const single = columns.length === 1 ? coerceTo(columns[0]!.type) : null
    const known = new Map<number, AvroSchema>()
    return {
      async prepare(buffers) {
        for (const buffer of buffers) {
          // What is not in the wire format is refused by read().
          if (!buffer || buffer.length < 5 || buffer[0] !== 0) continue
          const id = buffer.readInt32BE(1)
          if (known.has(id)) continue
          const schema = await schemas.byId(id)
          if (schema) known.set(id, schema)
        }
      },
      read(bytes) {
        const { id, body } = frameOf(bytes)
        const schema = known.get(id)
        if (!schema) throw new Error(`the registry has no Avro schema with id ${id}`)
        const decoded = decodeAvro(schema, body)
        if (isObject(decoded) && !(isSingle && columns[0]!.type.base === 'STRUCT')) return pick(decoded)
        if (!single) throw new Error('a record is needed')
        return [single(decoded)]
      },
    }
  },
  writer(columns: Column[], { schemas, subject, isSingle }: FormatContext): Writer {
    const text = avroOfColumns(columns, isSingle)
    const schema = parseAvro(text)
    const plain = columns.map(({ type }) => avroPlain(type))
    let id: number | undefined
    return {
      async prepare() {
        id ??= await schemas.register(subject, text)
      },
      write(values) {
        if (id === undefined) throw new Error(`the schema of ${subject} is not registered yet`)
        if (isSingle) return encodeFramed(id, schema, plain[0]!(values[0] ?? null))
        const record: Record<string, unknown> = {}
        for (let at = 0; at < columns.length; at++) record[columns[at]!.name] = plain[at]!(values[at] ?? null)
        return encodeFramed(id, schema, record)
      },
    }
  },
}

/** A value as the encoder takes it: maps are arrays of entries, bytes are Buffers. */
function avroPlain(type: SqlType): (value: Value) => unknown {
  switch (type.base) {
    case 'BYTES':
      return value => value && Buffer.from(value as Uint8Array)
    case 'ARRAY': {
      const item = avroPlain(type.item)
      return value => value && (value as Value[]).map(item)
    }
    case 'MAP': {
      const item = avroPlain(type.value)
      return value =>
        value && Object.entries(value as object).map(([key, inner]) => ({ key, value: item(inner as Value) }))
    }
    case 'STRUCT': {
      const fields = type.fields.map(field => ({ name: field.name, plain: avroPlain(field.type) }))
      return value =>
        value &&
        Object.fromEntries(
          fields.map(({ name, plain }) => [name, plain((value as { [name: string]: Value })[name] ?? null)]),
        )
    }
    default:
      return value => value
  }
}
