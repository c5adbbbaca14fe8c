import { randomInt } from 'node:crypto'
import { systemClock, type Clock } from '../lib/clock'
import { realDisk } from '../lib/disk'
import type { RunningService, ServiceOptions } from '../lib/service'
import { apis } from './apis'
import type { Broker } from './apis/broker'
import { fetchSessions } from './apis/fetch-sessions'
import { takeDataDir } from './data-dir'
import { openGroups } from './groups'
import { groupConfig } from './groups/config'
import { startServer } from './server'
import { brokerDefaults, offsetsTopic, openTopics, startMaintenance, type BrokerConfig } from './topics'
import { openTransactions } from './transactions'

export type { BrokerConfig } from './topics'

export interface KafkaOptions extends ServiceOptions {
  /** Where the log lies; made when it is missing. */
  dataDir: string
  clock?: Clock
  config?: Partial<BrokerConfig>
}

const nodeId = 1
const host = '127.0.0.1'

/**
 * Starts a broker of one node on loopback that speaks Kafka's protocol.
 *
 * @throws ProblemError port-in-use, port-not-allowed, data-dir-not-writable, data-dir-locked, data-too-new, data-damaged
 */
export async function startKafka(options: KafkaOptions): Promise<RunningService> {
  const { port, log, dataDir, clock = systemClock() } = options
  const config = { ...brokerDefaults, ...options.config }
  /** What was opened, the last first: a failure closes as much as there is. */
  const closers: (() => Promise<void> | void)[] = [takeDataDir(dataDir)]
  const stop = async () => {
    for (const close of closers.splice(0)) await close()
  }
  try {
    const topics = await openTopics({ disk: realDisk(), directory: dataDir, clock, log, config })
    closers.unshift(() => topics.close())
    const maintenance = startMaintenance(topics, clock, log)
    closers.unshift(() => maintenance.stop())
    const groups = await openGroups({ topics, clock, log, config: groupConfig(config) })
    closers.unshift(() => groups.close())
    const transactions = await openTransactions({
      topics,
      onMarker({ topicName, index }, producerId, isCommit) {
        if (topicName === offsetsTopic) groups.endTransaction(producerId, isCommit, index)
      },
      clock,
      log,
      config: {
        topicPartitions: config.transactionTopicPartitions,
        timeoutMsMax: config.transactionMaxTimeoutMs,
        idExpirationMs: config.transactionalIdExpirationMs,
      },
    })
    closers.unshift(() => transactions.close())
    const sessions = fetchSessions(config.fetchSessionsMax, () => randomInt(1, 2 ** 31 - 1))
    const { clusterId } = topics
    const brokerAt = (boundPort: number): Broker => ({
      nodeId,
      host,
      port: boundPort,
      clusterId,
      topics,
      groups,
      transactions,
      sessions,
      clock,
    })
    const server = await startServer({ port, apis, log, connectionsMax: config.connectionsMax }, brokerAt)
    closers.unshift(() => server.stop())
    let stopping: Promise<void> | undefined
    return {
      name: 'kafka',
      port: server.port,
      endpoint: `${host}:${server.port}`,
      stop: () => (stopping ??= stop()),
    }
  } catch (error) {
    await stop()
    throw error
  }
}
