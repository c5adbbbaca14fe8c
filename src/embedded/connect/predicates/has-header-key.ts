import { notEmpty, textAt } from '../config/definition'
import type { PredicatePlugin } from './predicate'

/** The record has a header of this name. */
export const hasHeaderKey: PredicatePlugin = {
  className: 'org.apache.kafka.connect.transforms.predicates.HasHeaderKey',
  definitions: [
    { name: 'name', type: 'STRING', importance: 'MEDIUM', documentation: 'The header name.', check: notEmpty },
  ],
  create(values) {
    const name = textAt(values, 'name')
    return record => record.headers.some(header => header.name === name)
  },
}
