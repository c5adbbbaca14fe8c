import { brokerDefaults } from '../topics'
import { errors } from '../wire/errors'
import { array, boolean, defaulted, int16, int32, int8, nullable, since, string, until } from '../wire/fields'
import { api, type HandlerContext } from './api'
import { describeBrokerConfigs, describeTopicConfigs, resourceTypes, type ConfigEntry } from './config-entries'

/**
 * DescribeConfigs, versions 0 to 4, for topics and this broker.
 *
 * - No list of names, or an empty one, means all.
 * - The broker's configs are set when it starts and are read-only afterwards.
 * - Not done: broker loggers; groups (there are no configs of a single group before KIP-848).
 */
export const describeConfigs = api({
  key: 32,
  name: 'DescribeConfigs',
  versions: [0, 4],
  flexible: 4,
  request: {
    resources: array({ type: int8, name: string, configNames: nullable(array(string)) }),
    includeSynonyms: since(1, boolean),
    includeDocumentation: since(3, boolean),
  },
  response: {
    throttleMs: int32,
    results: array({
      error: int16,
      message: nullable(string),
      type: int8,
      name: string,
      configs: array({
        name: string,
        value: nullable(string),
        isReadOnly: boolean,
        isDefault: until(0, boolean),
        source: since(1, int8, -1),
        isSensitive: boolean,
        synonyms: since(1, array({ name: string, value: nullable(string), source: defaulted(int8, -1) })),
        type: since(3, int8),
        documentation: since(3, nullable(string)),
      }),
    }),
  },
  handle({ resources, includeSynonyms, includeDocumentation }, context) {
    const results = resources.map(({ type, name, configNames }) => {
      const found = describe(type, name, configNames, context)
      if (typeof found === 'string') {
        const error = type === resourceTypes.topic ? errors.unknownTopicOrPartition : errors.invalidRequest
        return { error, message: found, type, name, configs: [] }
      }
      const configs = found.map(entry => ({
        ...entry,
        synonyms: includeSynonyms ? entry.synonyms : [],
        documentation: includeDocumentation ? entry.documentation : null,
      }))
      return { error: errors.none, message: null, type, name, configs }
    })
    return { throttleMs: 0, results }
  },
})

/** The entries, or why there are none. */
function describe(
  type: number,
  name: string,
  configNames: string[] | null,
  { broker }: HandlerContext,
): ConfigEntry[] | string {
  if (type === resourceTypes.topic) {
    const topic = broker.topics.get(name)
    return topic ? describeTopicConfigs(topic.config, configNames) : `There is no topic ${name}.`
  }
  if (type === resourceTypes.broker) {
    // An empty name asks for what all brokers have in common.
    if (name !== '' && name !== String(broker.nodeId))
      return `Unexpected broker id, expected ${broker.nodeId}, but received ${name}`
    return name === '' ? [] : describeBrokerConfigs(broker.topics.config, brokerDefaults, configNames)
  }
  if (type === resourceTypes.group) return []
  return `Configs of resource type ${type} are not described here: topics (2), brokers (4) and groups (32) are.`
}
