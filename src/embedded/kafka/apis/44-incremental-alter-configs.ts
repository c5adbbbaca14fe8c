import { errors, KafkaError } from '../wire/errors'
import { array, boolean, int16, int32, int8, nullable, string } from '../wire/fields'
import { alterResource, applyChanges } from './alter-configs'
import { api } from './api'

/**
 * IncrementalAlterConfigs, versions 0 and 1 (KIP-339): sets, deletes, appends to or subtracts from single configs of a
 * topic and leaves the others as they are.
 *
 * - Not done: configs of brokers, which are set when they start.
 */
export const incrementalAlterConfigs = api({
  key: 44,
  name: 'IncrementalAlterConfigs',
  versions: [0, 1],
  flexible: 1,
  request: {
    resources: array({
      type: int8,
      name: string,
      configs: array({ name: string, operation: int8, value: nullable(string) }),
    }),
    validateOnly: boolean,
  },
  response: {
    throttleMs: int32,
    results: array({ error: int16, message: nullable(string), type: int8, name: string }),
  },
  async handle({ resources, validateOnly }, context) {
    const results = resources.map(resource => {
      const { configs } = resource
      return alterResource(resource, validateOnly, current => applyChanges(current, onceEach(configs)), context)
    })
    await context.broker.topics.durable()
    return { throttleMs: 0, results }
  },
})

function onceEach<T extends { name: string }>(configs: T[]): T[] {
  const twice = configs.find(({ name }, at) => configs.some((other, index) => index < at && other.name === name))
  if (twice) throw new KafkaError(errors.invalidRequest, `Error due to duplicate config keys: ${twice.name}`)
  return configs
}
