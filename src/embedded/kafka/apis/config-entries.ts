import { brokerConfigRows, topicConfigs, type BrokerConfig, type ConfigType } from '../topics'
import type { TopicConfig } from '../topics/topic-config'

/** What a config belongs to. */
export const resourceTypes = { topic: 2, broker: 4, group: 32 } as const

/** Where a value comes from, as DescribeConfigs numbers it. */
export const configSources = { topic: 1, staticBroker: 4, defaultConfig: 5 } as const

const typeNumbers: { readonly [Type in ConfigType]: number } = {
  boolean: 1,
  string: 2,
  int: 3,
  long: 5,
  double: 6,
  list: 7,
}

export interface ConfigSynonym {
  name: string
  value: string
  source: number
}

export interface ConfigEntry {
  name: string
  value: string
  isReadOnly: boolean
  /** What versions before 1 say instead of a source. */
  isDefault: boolean
  source: number
  isSensitive: boolean
  synonyms: ConfigSynonym[]
  type: number
  documentation: string | null
}

/** All configs of a topic, or those that are named; names that do not exist are passed over. */
export function describeTopicConfigs(config: TopicConfig, names: readonly string[] | null): ConfigEntry[] {
  return wanted(Object.keys(topicConfigs), names).map(name => {
    const definition = topicConfigs[name]!
    const set = config.overrides[name]
    const byDefault = { name: definition.brokerName, value: definition.default, source: configSources.defaultConfig }
    const bySetting = set === undefined ? [] : [{ name, value: set, source: configSources.topic }]
    return {
      name,
      value: set ?? definition.default,
      isReadOnly: false,
      isDefault: set === undefined,
      source: set === undefined ? configSources.defaultConfig : configSources.topic,
      isSensitive: false,
      synonyms: [...bySetting, byDefault],
      type: typeNumbers[definition.type],
      documentation: definition.documentation,
    }
  })
}

/** The broker's own settings and the defaults of topics under their broker names. None can be altered while it runs. */
export function describeBrokerConfigs(
  config: BrokerConfig,
  defaults: BrokerConfig,
  names: readonly string[] | null,
): ConfigEntry[] {
  const own = brokerConfigRows.map(({ name, type, value }) => ({
    name,
    type,
    value: value(config),
    isDefault: value(config) === value(defaults),
    documentation: null,
  }))
  const taken = new Set(own.map(({ name }) => name))
  const ofTopics = Object.values(topicConfigs)
    .filter(({ brokerName }) => !taken.has(brokerName))
    .map(({ brokerName, type, default: value, documentation }) => ({
      name: brokerName,
      type,
      value,
      isDefault: true,
      documentation,
    }))
  const all = new Map([...own, ...ofTopics].map(entry => [entry.name, entry]))
  return wanted([...all.keys()].sort(), names).map(name => {
    const { type, value, isDefault, documentation } = all.get(name)!
    const source = isDefault ? configSources.defaultConfig : configSources.staticBroker
    return {
      name,
      value,
      isReadOnly: true,
      isDefault,
      source,
      isSensitive: false,
      synonyms: [{ name, value, source }],
      type: typeNumbers[type],
      documentation,
    }
  })
}

/** No list, and an empty one, mean all. */
function wanted(all: readonly string[], names: readonly string[] | null): readonly string[] {
  if (names === null || names.length === 0) return all
  const asked = new Set(names)
  return all.filter(name => asked.has(name))
}
