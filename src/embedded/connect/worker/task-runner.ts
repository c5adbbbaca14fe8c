import { delay } from '../../lib/cancellation'
import type { Log } from '../../lib/log'
import type { RawConfig } from '../config/definition'
import type { RunningTask, SourceConnectorPlugin } from '../connectors/plugin'
import { traceOf } from '../data/errors'
import type { SourceRecord } from '../data/record'
import { findOffset } from '../state/offsets'
import type { State } from '../state/statuses'
import { withoutRepeats } from './last-offsets'
import { createPipeline, type KafkaRecord, type Pipeline } from './pipeline'
import { sendAll } from './sender'
import { topicCreation, type TopicSettings } from './topic-creation'
import type { Worker } from './worker'

/** How long to wait after an offset could not be stored. */
const offsetRetryMs = 1_000

export interface TaskId {
  connector: string
  id: number
}

export interface TaskRunner {
  config: RawConfig
  /** Resolves when the task has ended and its offsets are stored. */
  stop(): Promise<void>
}

/**
 * Runs one task until it is stopped or fails: poll, transform and convert, send, and store the offsets once Kafka has
 * acknowledged the records, so that a record may come twice but never gets lost.
 */
export function startTask(worker: Worker, plugin: SourceConnectorPlugin, task: TaskId, config: RawConfig): TaskRunner {
  const stopping = new AbortController()
  const run = createRun(worker, plugin, task, config, stopping.signal)
  const ended = loop(run, worker, stopping.signal)
  return {
    config,
    async stop() {
      stopping.abort(new Error(`task ${task.connector}-${task.id} is stopped`))
      await ended
    },
  }
}

interface Run {
  task: TaskId
  signal: AbortSignal
  setState(state: State, trace?: string): void
  start(): Promise<{ source: RunningTask; pipeline: Pipeline; topicFor(topic: string): TopicSettings | null }>
}

function createRun(
  worker: Worker,
  plugin: SourceConnectorPlugin,
  task: TaskId,
  config: RawConfig,
  signal: AbortSignal,
): Run {
  const log = worker.log.child({ connector: task.connector, task: task.id })
  const context = { addresses: worker.addresses, log, signal }
  return {
    task,
    signal,
    setState(state, trace) {
      const status = { state, workerId: worker.id, trace: trace ?? null, version: plugin.version }
      worker.stores.setTaskStatus(task.connector, task.id, status)
    },
    async start() {
      const pipeline = createPipeline(config, { ...context, now: worker.now })
      const topicFor = topicCreation(config)
      const source = await plugin.startTask(config, {
        ...context,
        offsetOf: partition => findOffset(worker.stores.offsets, task.connector, partition)?.offset ?? null,
      })
      return { source, pipeline, topicFor }
    },
  }
}

async function loop(run: Run, worker: Worker, signal: AbortSignal): Promise<void> {
  const log = worker.log.child({ connector: run.task.connector, task: run.task.id })
  let source: RunningTask | null = null
  try {
    const started = await run.start()
    source = started.source
    run.setState('RUNNING')
    const knownTopics = new Set<string>()
    for (;;) {
      const records = await source.poll()
      const messages = await convertAll(records, started.pipeline)
      await makeTopics(messages, knownTopics, run, worker, started.topicFor)
      await sendAll(worker.producer, messages, signal, log)
      await storeOffsets(records, run, worker, log)
    }
  } catch (error) {
    if (signal.aborted) return
    const trace = traceOf(error)
    log.error({ trace }, 'The task has failed; it can be restarted over HTTP.')
    run.setState('FAILED', trace)
  } finally {
    await source?.stop().catch((error: unknown) => log.warn({ err: error }, 'The task did not end smoothly.'))
  }
}

async function convertAll(records: SourceRecord[], pipeline: Pipeline): Promise<KafkaRecord[]> {
  const messages: KafkaRecord[] = []
  for (const record of records) {
    const message = await pipeline(record)
    if (message) messages.push(message)
  }
  return messages
}

/** Each topic once: made as the configuration says, and noted as one that the connector uses. */
async function makeTopics(
  messages: KafkaRecord[],
  known: Set<string>,
  { task }: Run,
  { admin, stores }: Worker,
  topicFor: (topic: string) => TopicSettings | null,
): Promise<void> {
  for (const topic of new Set(messages.map(message => message.topic))) {
    if (known.has(topic)) continue
    const settings = topicFor(topic)
    if (settings) {
      const configEntries = Object.entries(settings.configs).map(([name, value]) => ({ name, value }))
      const { partitions: numPartitions, replicationFactor } = settings
      await admin.createTopics({ topics: [{ topic, numPartitions, replicationFactor, configEntries }] })
    }
    known.add(topic)
    if (!stores.statuses.topics.get(task.connector)?.has(topic)) stores.setTopic(task.connector, topic, task.id)
  }
}

/** An offset that cannot be stored holds up the task, for then Kafka takes no records either. */
async function storeOffsets(
  records: SourceRecord[],
  { task, signal }: Run,
  { stores }: Worker,
  log: Log,
): Promise<void> {
  for (const { partition, offset } of withoutRepeats(records)) {
    while (!(await isStored(stores.writeOffset(task.connector, partition, offset), log)))
      await delay(offsetRetryMs, signal)
  }
}

async function isStored(writing: Promise<void>, log: Log): Promise<boolean> {
  try {
    await writing
    return true
  } catch (error) {
    log.warn({ err: error }, 'An offset could not be stored; it is tried again.')
    return false
  }
}
