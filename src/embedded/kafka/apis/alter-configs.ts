import { configFault, listOf, topicConfigs, type ConfigOverrides } from '../topics'
import { errors, KafkaError } from '../wire/errors'
import type { HandlerContext } from './api'
import { resourceTypes } from './config-entries'

export interface AlterResult {
  error: number
  message: string | null
  type: number
  name: string
}

/** One change of IncrementalAlterConfigs. */
export interface ConfigChange {
  name: string
  operation: number
  value: string | null
}

const operations = { set: 0, delete: 1, append: 2, subtract: 3 } as const

/** Gives a resource the configs that `change` makes of its present ones. */
export function alterResource(
  { type, name }: { type: number; name: string },
  validateOnly: boolean,
  change: (current: ConfigOverrides) => ConfigOverrides,
  { broker, log }: HandlerContext,
): AlterResult {
  try {
    if (type === resourceTypes.broker) {
      throw new KafkaError(errors.invalidRequest, 'The configs of this broker are set when it starts.')
    }
    if (type !== resourceTypes.topic) {
      throw new KafkaError(
        errors.invalidRequest,
        `Configs of resource type ${type} cannot be altered here, only those of topics.`,
      )
    }
    const topic = broker.topics.get(name)
    if (!topic) throw new KafkaError(errors.unknownTopicOrPartition, `There is no topic ${name}.`)
    const configs = change(topic.config.overrides)
    for (const [key, value] of Object.entries(configs)) {
      const fault = configFault(key, value)
      if (fault) throw new KafkaError(errors.invalidConfig, fault)
    }
    if (!validateOnly) {
      broker.topics.setConfigs(topic, configs)
      log.info({ topic: name, configs }, 'the configs of a topic were altered')
    }
    return { error: errors.none, message: null, type, name }
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error
    return { error: error.code, message: error.message, type, name }
  }
}

/** The overrides after some changes. Lists can be appended to and subtracted from (KIP-339). */
export function applyChanges(current: ConfigOverrides, changes: readonly ConfigChange[]): ConfigOverrides {
  const next: { [name: string]: string } = { ...current }
  for (const { name, operation, value } of changes) {
    const definition = topicConfigs[name]
    if (!definition) throw new KafkaError(errors.invalidConfig, `Unknown topic config name: ${name}`)
    if (operation === operations.delete) {
      delete next[name]
      continue
    }
    if (value === null) throw new KafkaError(errors.invalidRequest, `Null value not supported for : ${name}`)
    if (operation === operations.set) next[name] = value
    else next[name] = changeList(name, definition.type, next[name] ?? definition.default, operation, value)
  }
  return next
}

function changeList(name: string, type: string, current: string, operation: number, value: string): string {
  if (operation !== operations.append && operation !== operations.subtract) {
    throw new KafkaError(errors.invalidRequest, `Unknown operation ${operation} for config ${name}.`)
  }
  if (type !== 'list') {
    throw new KafkaError(
      errors.invalidConfig,
      `Can't append to or subtract from key ${name} because its type is not LIST.`,
    )
  }
  const present = listOf(current)
  const given = listOf(value)
  const entries =
    operation === operations.append
      ? [...present, ...given.filter(entry => !present.includes(entry))]
      : present.filter(entry => !given.includes(entry))
  return entries.join(',')
}
