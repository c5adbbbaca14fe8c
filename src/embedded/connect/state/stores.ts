import type { Kafka } from 'kafkajs'
import { stringifyJson } from '../../formats/json'
import type { Log } from '../../lib/log'
import { openTopicStore, type StoreRecord, type TopicStore } from '../../lib/topic-store'
import type { Position } from '../data/record'
import { applyConfig, emptyConfigs, type ConfigState, type KeyAndValue } from './configs'
import { applyOffset, findOffset, offsetKey, type OffsetState } from './offsets'
import {
  applyStatus,
  connectorStatusRecord,
  emptyStatuses,
  setTask,
  setTopic,
  taskStatusRecord,
  topicRecord,
  type Status,
  type StatusState,
} from './statuses'

/** The three topics of a worker, with the partitions that they are made with. */
const topics = {
  configs: { topic: 'connect-configs', partitions: 1 },
  offsets: { topic: 'connect-offsets', partitions: 5 },
  statuses: { topic: 'connect-status', partitions: 1 },
} as const

/** All that a worker must remember, kept in three compacted topics. */
export interface Stores {
  configs: Readonly<ConfigState>
  offsets: OffsetState
  statuses: Readonly<StatusState>
  /** Resolves when the records are durable and applied. */
  writeConfigs(records: KeyAndValue[]): Promise<void>
  /** Resolves when the offset is durable; null forgets it. */
  writeOffset(name: string, partition: Position, offset: Position | null): Promise<void>
  /** Known at once, written soon: a status that is lost is found out again after a restart. */
  setConnectorStatus(name: string, status: Status | null): void
  setTaskStatus(name: string, id: number, status: Status | null): void
  setTopic(name: string, topic: string, task: number | null): void
  close(): Promise<void>
}

export async function openStores(kafka: Kafka, log: Log, now: () => number): Promise<Stores> {
  const configs = emptyConfigs()
  const offsets: OffsetState = new Map()
  const statuses = emptyStatuses()
  const open = (which: keyof typeof topics, apply: (key: string, value: Buffer | null) => void) =>
    openTopicStore({
      kafka,
      log,
      ...topics[which],
      config: { 'cleanup.policy': 'compact' },
      apply: carefully(log, apply),
    })
  // Later, what was set here is newer than what comes back out of the topic.
  let isReplaying = true
  const opened: TopicStore[] = []
  const keep = (store: TopicStore) => {
    opened.push(store)
    return store
  }
  const close = async () => {
    await Promise.all(opened.map(store => store.close()))
  }
  const results = await Promise.allSettled([
    open('configs', (key, value) => applyConfig(configs, key, value)).then(keep),
    open('offsets', (key, value) => applyOffset(offsets, key, value)).then(keep),
    open('statuses', (key, value) => (isReplaying ? applyStatus(statuses, key, value) : undefined)).then(keep),
  ])
  const [configStore, offsetStore, statusStore] = results.map(result =>
    result.status === 'fulfilled' ? result.value : null,
  )
  if (!configStore || !offsetStore || !statusStore) {
    await close()
    throw (results.find(result => result.status === 'rejected') as PromiseRejectedResult).reason
  }
  isReplaying = false
  const writeStatus = ({ key, value }: KeyAndValue) =>
    void statusStore
      .append(key, value)
      .catch((error: unknown) => log.warn({ err: error, key }, 'A status was not written.'))
  return {
    configs,
    offsets,
    statuses,
    async writeConfigs(records) {
      await Promise.all(records.map(({ key, value }) => configStore.append(key, value)))
    },
    async writeOffset(name, partition, offset) {
      const key = findOffset(offsets, name, partition)?.key ?? offsetKey(name, partition)
      await offsetStore.append(key, offset && stringifyJson(offset))
    },
    setConnectorStatus(name, status) {
      if (status) statuses.connectors.set(name, status)
      else statuses.connectors.delete(name)
      writeStatus(connectorStatusRecord(name, status))
    },
    setTaskStatus(name, id, status) {
      setTask(statuses, name, id, status)
      writeStatus(taskStatusRecord(name, id, status))
    },
    setTopic(name, topic, task) {
      setTopic(statuses, name, topic, task !== null)
      writeStatus(topicRecord(name, topic, task, now()))
    },
    close,
  }
}

/** A record that cannot be read is skipped: one bad record must not keep the worker from starting. */
function carefully(log: Log, apply: (key: string, value: Buffer | null) => void): (record: StoreRecord) => void {
  return ({ key, value, partition, offset }) => {
    if (key === null) return
    try {
      apply(key.toString(), value)
    } catch (error) {
      log.warn({ err: error, partition, offset, key: key.toString() }, 'A record of a state topic is skipped.')
    }
  }
}
