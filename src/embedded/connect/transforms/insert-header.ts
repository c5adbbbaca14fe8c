import { textAt } from '../config/definition'
import { schemaOf } from '../data/schema'
import type { TransformPlugin } from './transform'

/** Adds a header with a fixed text. */
export const insertHeader: TransformPlugin = {
  className: 'org.apache.kafka.connect.transforms.InsertHeader',
  definitions: [
    { name: 'header', type: 'STRING', importance: 'HIGH', documentation: 'The name of the header.' },
    { name: 'value.literal', type: 'STRING', importance: 'HIGH', documentation: 'The text of the header.' },
  ],
  create(values) {
    const header = {
      name: textAt(values, 'header'),
      schema: schemaOf('string'),
      value: textAt(values, 'value.literal'),
    }
    return record => ({ ...record, headers: [...record.headers, header] })
  },
}
