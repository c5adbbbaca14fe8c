import { errors, KafkaError } from '../wire/errors'
import { array, boolean, int16, int32, int8, nullable, string } from '../wire/fields'
import { alterResource } from './alter-configs'
import { api } from './api'

/**
 * AlterConfigs, versions 0 to 2: replaces all that was set for a topic; what is not named goes back to its default.
 *
 * - Not done: configs of brokers, which are set when they start.
 */
export const alterConfigs = api({
  key: 33,
  name: 'AlterConfigs',
  versions: [0, 2],
  flexible: 2,
  request: {
    resources: array({ type: int8, name: string, configs: array({ name: string, value: nullable(string) }) }),
    validateOnly: boolean,
  },
  response: {
    throttleMs: int32,
    results: array({ error: int16, message: nullable(string), type: int8, name: string }),
  },
  async handle({ resources, validateOnly }, context) {
    const results = resources.map(resource =>
      alterResource(resource, validateOnly, () => Object.fromEntries(resource.configs.map(requireValue)), context),
    )
    await context.broker.topics.durable()
    return { throttleMs: 0, results }
  },
})

function requireValue({ name, value }: { name: string; value: string | null }): [string, string] {
  if (value === null) throw new KafkaError(errors.invalidRequest, `Null value not supported for : ${name}`)
  return [name, value]
}
