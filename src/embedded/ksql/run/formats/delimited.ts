import { parseDelimited, writeDelimited } from '../../../formats/delimited'
import { textOfValue, type Value } from '../../functions/value'
import type { Column } from '../../plan/catalog'
import { castOf } from '../../plan/expression/cast'
import { string } from '../../syntax/types'
import { coerceTo } from './coerce'
import { nothing, type Format } from './format'

/** Columns in order on one line, with CSV's quotes; what is empty is null. */
export const delimited: Format = {
  name: 'DELIMITED',
  reader(columns: Column[], { spec }) {
    const read = columns.map(({ type }) => (type.base === 'BYTES' ? coerceTo(type) : castOf(string, type)))
    return {
      prepare: nothing,
      read(bytes) {
        const fields = parseDelimited(bytes.toString('utf8'), spec.delimiter)
        if (fields.length !== columns.length) {
          throw new Error(`Unexpected field count, csvFields:${fields.length} schemaFields:${columns.length}`)
        }
        return fields.map((field, index) => read[index]!(field))
      },
    }
  },
  writer(columns: Column[], { spec }) {
    const text = (value: Value, index: number) =>
      value === null ? null : textOfValue(value, columns[index]!.type.base === 'DOUBLE')
    return {
      prepare: nothing,
      write: values =>
        Buffer.from(
          writeDelimited(
            columns.map((_, index) => text(values[index] ?? null, index)),
            spec.delimiter,
          ),
        ),
    }
  },
}
