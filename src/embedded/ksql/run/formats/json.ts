import { parseJson } from '../../../formats/json'
import { textOfValue, type Value } from '../../functions/value'
import type { Column } from '../../plan/catalog'
import type { SqlType } from '../../syntax/types'
import { coerceTo, fieldPicker, isObject } from './coerce'
import { nothing, type Format, type FormatContext, type Reader, type Writer } from './format'

/** Objects with a field for each column; a single column of a key stands alone. */
export const json: Format = {
  name: 'JSON',
  reader(columns: Column[], { isSingle }: FormatContext): Reader {
    const pick = fieldPicker(columns)
    const single = isSingle ? coerceTo(columns[0]!.type) : null
    return {
      prepare: nothing,
      read(bytes) {
        const parsed = parseJson(bytes.toString('utf8'))
        if (single && !(isObject(parsed) && !isNested(columns[0]!.type))) return [single(parsed)]
        if (parsed === null) return columns.map(() => null)
        if (!isObject(parsed)) throw new Error('an object is needed')
        return pick(parsed)
      },
    }
  },
  writer(columns: Column[], { isSingle }: FormatContext): Writer {
    const parts = columns.map(({ name, type }, index) => ({
      before: `${index === 0 ? '{' : ','}${JSON.stringify(name)}:`,
      write: jsonText(type),
    }))
    const single = isSingle ? jsonText(columns[0]!.type) : null
    return {
      prepare: nothing,
      write(values) {
        if (single) return Buffer.from(single(values[0] ?? null))
        let text = parts.length === 0 ? '{' : ''
        for (let at = 0; at < parts.length; at++) text += parts[at]!.before + parts[at]!.write(values[at] ?? null)
        return Buffer.from(text + '}')
      },
    }
  },
}

function isNested({ base }: SqlType): boolean {
  return base === 'STRUCT' || base === 'MAP'
}

/** How values of a type are written: the text of a JSON value. */
export function jsonText(type: SqlType): (value: Value) => string {
  switch (type.base) {
    case 'STRING':
      return value => JSON.stringify(value)
    case 'DOUBLE':
      return value => {
        if (value === null) return 'null'
        return Number.isFinite(value) ? textOfValue(Number(value), true) : `"${textOfValue(Number(value), true)}"`
      }
    case 'BYTES':
      return value => (value === null ? 'null' : JSON.stringify(Buffer.from(value as Uint8Array).toString('base64')))
    case 'ARRAY': {
      const item = jsonText(type.item)
      return value => (value === null ? 'null' : `[${(value as Value[]).map(item).join(',')}]`)
    }
    case 'MAP': {
      const item = jsonText(type.value)
      return value => (value === null ? 'null' : objectText(Object.entries(value), () => item))
    }
    case 'STRUCT': {
      const fields = new Map(type.fields.map(field => [field.name, jsonText(field.type)]))
      return value => (value === null ? 'null' : objectText(Object.entries(value), name => fields.get(name)!))
    }
    default:
      return value => String(value)
  }
}

function objectText(entries: [string, Value][], writerOf: (name: string) => (value: Value) => string): string {
  return `{${entries.map(([name, value]) => `${JSON.stringify(name)}:${writerOf(name)(value)}`).join(',')}}`
}
