import type { RawConfig } from '../config/definition'
import { withPrefix } from '../config/definition'
import { configError } from '../data/errors'
import { javaPattern } from '../transforms/java-pattern'

/** How a topic is to be made; null: the broker makes it by itself, if it may. */
export interface TopicSettings {
  partitions: number
  replicationFactor: number
  configs: Record<string, string>
}

/**
 * Reads topic.creation.default.… and topic.creation.GROUP.…: the first group that includes a topic and does not exclude
 * it gives the settings, with the defaults for what it leaves open (KIP-158).
 *
 * @throws ConnectError (ConfigException)
 */
export function topicCreation(config: RawConfig): (topic: string) => TopicSettings | null {
  const defaults = withPrefix(config, 'topic.creation.default.')
  if (Object.keys(defaults).length === 0) return () => null
  const names = (config['topic.creation.groups'] ?? '').split(',').map(name => name.trim())
  const groups = names.filter(name => name !== '').map(name => readGroup(name, config))
  const general = settingsOf(defaults, 'default')
  return topic => {
    const group = groups.find(({ include, exclude }) => matches(include, topic) && !matches(exclude, topic))
    return group ? settingsOf({ ...defaults, ...group.own }, group.name) : general
  }
}

interface Group {
  name: string
  include: RegExp[]
  exclude: RegExp[]
  own: RawConfig
}

function readGroup(name: string, config: RawConfig): Group {
  const { include = '', exclude = '', ...own } = withPrefix(config, `topic.creation.${name}.`)
  return { name, own, include: patterns(include), exclude: patterns(exclude) }
}

function patterns(list: string): RegExp[] {
  return list
    .split(',')
    .map(text => text.trim())
    .filter(text => text !== '')
    .map(text => {
      const complaint = javaPattern.complaint(text)
      if (complaint !== null) throw configError(complaint)
      return javaPattern.whole(text)
    })
}

function matches(expressions: RegExp[], topic: string): boolean {
  return expressions.some(expression => expression.test(topic))
}

function settingsOf(own: RawConfig, name: string): TopicSettings {
  const { partitions = '-1', 'replication.factor': replicationFactor = '-1', ...configs } = own
  const whole = (text: string, key: string) => {
    if (/^(-1|\d+)$/.test(text)) return Number(text)
    throw configError(`Invalid value ${text} for configuration topic.creation.${name}.${key}: Not a number of type INT`)
  }
  return {
    partitions: whole(partitions, 'partitions'),
    replicationFactor: whole(replicationFactor, 'replication.factor'),
    configs,
  }
}
