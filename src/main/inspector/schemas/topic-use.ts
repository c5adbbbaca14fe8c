import type { TopicUse } from '../../../shared/contract/schemas'

/** A record's full name as Avro, JSON Schema and Protobuf spell it in a subject. */
const recordName = /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/

/**
 * Which topic a subject belongs to, guessed from its name as the serializers' naming strategies make it:
 * `<topic>-key` and `<topic>-value`, or `<topic>-<record name>` when such a topic exists. Null: none can be guessed, as
 * for subjects that are named after their record alone.
 *
 * @param topics those of the cluster; null when they are not known
 */
export function guessTopic(subject: string, topics: ReadonlySet<string> | null): TopicUse | null {
  const name = withoutContext(subject)
  const suffix = /^(.+)-(key|value)$/.exec(name)
  if (suffix) {
    const topic = suffix[1]!
    return {
      topic,
      part: suffix[2] === 'key' ? 'key' : 'value',
      strategy: 'TopicNameStrategy',
      exists: topics && topics.has(topic),
    }
  }
  const topic = longestOwner(name, topics)
  return topic === null ? null : { topic, part: null, strategy: 'TopicRecordNameStrategy', exists: true }
}

/** A topic may have dashes itself: of several that fit, the longest is meant. */
function longestOwner(name: string, topics: ReadonlySet<string> | null): string | null {
  if (!topics) return null
  for (let dash = name.lastIndexOf('-'); dash > 0; dash = name.lastIndexOf('-', dash - 1)) {
    const topic = name.slice(0, dash)
    if (topics.has(topic) && recordName.test(name.slice(dash + 1))) return topic
  }
  return null
}

/** Subjects of a context are called `:.context:subject`. */
function withoutContext(subject: string): string {
  return subject.replace(/^:\.[^:]*:/, '')
}
