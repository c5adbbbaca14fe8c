import { valueText } from '../data/java-text'
import type { Definition } from '../config/definition'
import type { ConverterPlugin } from './converter'

const definitions: Definition[] = [
  {
    name: 'converter.encoding',
    type: 'STRING',
    default: 'UTF-8',
    importance: 'HIGH',
    documentation: 'The encoding of the text. Only UTF-8 is known here.',
    check: value => (/^utf-?8$/i.test(String(value)) ? null : 'Only UTF-8 is known here'),
  },
]

/** org.apache.kafka.connect.storage.StringConverter: toString() of the value. */
export const stringConverter: ConverterPlugin = {
  className: 'org.apache.kafka.connect.storage.StringConverter',
  definitions,
  create: () => ({
    convert: (_topic, { schema, value }) => (!schema || value === null ? null : Buffer.from(valueText(schema, value))),
  }),
}
