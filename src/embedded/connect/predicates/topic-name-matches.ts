import { textAt } from '../config/definition'
import { javaPattern } from '../transforms/java-pattern'
import type { PredicatePlugin } from './predicate'

/** The name of the topic matches as a whole. */
export const topicNameMatches: PredicatePlugin = {
  className: 'org.apache.kafka.connect.transforms.predicates.TopicNameMatches',
  definitions: [
    {
      name: 'pattern',
      type: 'STRING',
      importance: 'MEDIUM',
      documentation: "A regular expression for matching against the name of a record's topic.",
      check: value => javaPattern.complaint(String(value)),
    },
  ],
  create(values) {
    const pattern = javaPattern.whole(textAt(values, 'pattern'))
    return record => pattern.test(record.topic)
  },
}
