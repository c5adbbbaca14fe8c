import { delay } from '../../lib/cancellation'
import type { Log } from '../../lib/log'
import { connectorKeys, converterNamed, findClass, predicateKeys, transformKeys } from '../config/connector-keys'
import {
  flagAt,
  listAt,
  numberAt,
  readConfig,
  textAt,
  textOrNullAt,
  withPrefix,
  type RawConfig,
} from '../config/definition'
import type { Converter, ConverterContext } from '../converters/converter'
import { configError, ConnectError } from '../data/errors'
import { valueText } from '../data/java-text'
import type { SourceRecord } from '../data/record'
import { predicates } from '../predicates'
import { transforms } from '../transforms'
import type { Transform } from '../transforms/transform'
import { withWorkerDefaults } from './defaults'

/** A record as Kafka takes it. */
export interface KafkaRecord {
  topic: string
  partition: number | null
  key: Buffer | null
  value: Buffer | null
  /** Milliseconds since 1970-01-01 UTC; null takes the time of sending. */
  timestamp: number | null
  headers: Record<string, Buffer>
}

/** Null: the record was filtered out, or skipped because errors are tolerated. */
export type Pipeline = (record: SourceRecord) => Promise<KafkaRecord | null>

export interface PipelineContext extends Omit<ConverterContext, 'isKey'> {
  log: Log
  now(): number
}

/**
 * What happens to a record between source and Kafka: the transforms in their order, then the converters. An error is
 * the record's: errors.tolerance decides whether the task fails or goes on without it.
 *
 * @throws ConnectError (ConfigException) for what cannot be configured so
 */
export function createPipeline(config: RawConfig, context: PipelineContext): Pipeline {
  const values = readConfig(connectorKeys, config)
  const steps = createTransforms(config, listAt(values, 'transforms'))
  const key = createConverter(config, 'key.converter', { ...context, isKey: true })
  const value = createConverter(config, 'value.converter', { ...context, isKey: false })
  const tolerates = textAt(values, 'errors.tolerance') === 'all'
  const logs = flagAt(values, 'errors.log.enable')
  const logsPosition = flagAt(values, 'errors.log.include.messages')
  const retry: RetryPolicy = {
    timeoutMs: numberAt(values, 'errors.retry.timeout'),
    delayMsMax: numberAt(values, 'errors.retry.delay.max.ms'),
  }
  const process = async (record: SourceRecord): Promise<KafkaRecord | null> => {
    const transformed = applyAll(steps, record)
    if (!transformed) return null
    return {
      topic: transformed.topic,
      partition: transformed.partition,
      key: await key.convert(transformed.topic, transformed.key),
      value: await value.convert(transformed.topic, transformed.value),
      timestamp: transformed.timestamp,
      headers: headersOf(transformed),
    }
  }
  return async record => {
    try {
      return await retrying(() => process(record), retry, context)
    } catch (error) {
      context.signal.throwIfAborted()
      if (logs)
        context.log.error(
          { err: error, ...(logsPosition ? { source: record.source } : {}) },
          'A record cannot be written.',
        )
      if (tolerates) return null
      throw new ConnectError('Tolerance exceeded in error handler', { cause: error })
    }
  }
}

interface RetryPolicy {
  /** 0: not at all; -1: without end. */
  timeoutMs: number
  delayMsMax: number
}

/** The first wait of a retry; each further one is twice as long. */
const retryMsFirst = 300

async function retrying<T>(run: () => Promise<T>, policy: RetryPolicy, { signal, now }: PipelineContext): Promise<T> {
  const until = policy.timeoutMs < 0 ? Infinity : now() + policy.timeoutMs
  for (let waitMs = retryMsFirst; ; waitMs *= 2) {
    try {
      return await run()
    } catch (error) {
      const mayMend = error instanceof ConnectError && error.retriable
      const nextMs = Math.min(waitMs, policy.delayMsMax)
      if (!mayMend || now() + nextMs > until) throw error
      await delay(nextMs, signal)
    }
  }
}

function applyAll(steps: Transform[], record: SourceRecord): SourceRecord | null {
  let current: SourceRecord | null = record
  for (const step of steps) {
    current = step(current)
    if (!current) return null
  }
  return current
}

function createTransforms(config: RawConfig, aliases: string[]): Transform[] {
  return aliases.map(alias => {
    const prefix = `transforms.${alias}.`
    const general = readConfig(transformKeys(alias), config)
    const plugin = findClass(transforms, textAt(general, `${prefix}type`))!
    const transform = plugin.create(readConfig(plugin.definitions, withPrefix(config, prefix)))
    const predicate = textOrNullAt(general, `${prefix}predicate`)
    return predicate === null ? transform : guarded(transform, config, predicate, flagAt(general, `${prefix}negate`))
  })
}

/** The transform, for records that the predicate holds for (or does not, when it is negated). */
function guarded(transform: Transform, config: RawConfig, alias: string, negate: boolean): Transform {
  const type = textAt(readConfig(predicateKeys(alias), config), `predicates.${alias}.type`)
  const plugin = findClass(predicates, type)
  if (!plugin) throw configError(`There is no predicate ${alias}`)
  const holds = plugin.create(readConfig(plugin.definitions, withPrefix(config, `predicates.${alias}.`)))
  return record => (holds(record) === negate ? record : transform(record))
}

function createConverter(
  given: RawConfig,
  name: 'key.converter' | 'value.converter',
  context: ConverterContext,
): Converter {
  const config = withWorkerDefaults(given)
  const plugin = converterNamed(config[name]!)
  if (!plugin) throw configError(`Invalid value ${config[name]} for configuration ${name}: Class could not be found.`)
  return plugin.create(readConfig(plugin.definitions, withPrefix(config, `${name}.`)), context)
}

/** Headers are written as text, which is what SimpleHeaderConverter makes of strings and numbers. */
function headersOf(record: SourceRecord): Record<string, Buffer> {
  return Object.fromEntries(
    record.headers.map(({ name, schema, value }) => [name, Buffer.from(schema ? valueText(schema, value) : '')]),
  )
}
