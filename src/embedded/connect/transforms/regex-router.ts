import { textAt } from '../config/definition'
import { javaPattern, javaReplacement } from './java-pattern'
import type { TransformPlugin } from './transform'

/** Gives topics that match as a whole another name. */
export const regexRouter: TransformPlugin = {
  className: 'org.apache.kafka.connect.transforms.RegexRouter',
  definitions: [
    {
      name: 'regex',
      type: 'STRING',
      importance: 'HIGH',
      documentation: 'Regular expression to use for matching.',
      check: value => javaPattern.complaint(String(value)),
    },
    { name: 'replacement', type: 'STRING', importance: 'HIGH', documentation: 'Replacement string.' },
  ],
  create(values) {
    const pattern = javaPattern.whole(textAt(values, 'regex'))
    const replacement = javaReplacement(textAt(values, 'replacement'))
    return record =>
      pattern.test(record.topic) ? { ...record, topic: record.topic.replace(pattern, replacement) } : record
  },
}
