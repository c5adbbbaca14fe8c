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
import { startServer, type KafkaServer } from './server'
import { brokerDefaults, openTopics, startMaintenance, type BrokerConfig, type Topics } from './topics'

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
  const releaseDataDir = takeDataDir(dataDir)
  let topics: Topics | undefined
  try {
    topics = await openTopics({ disk: realDisk(), directory: dataDir, clock, log, config })
    const groups = await openGroups({ topics, clock, log, config: groupConfig(config) })
    const sessions = fetchSessions(config.fetchSessionsMax, () => randomInt(1, 2 ** 31 - 1))
    const opened = topics
    const maintenance = startMaintenance(topics, clock, log)
    let server: KafkaServer | undefined
    const broker: Broker = {
      nodeId,
      host,
      get port() {
        return server!.port
      },
      clusterId: topics.clusterId,
      topics,
      groups,
      sessions,
      clock,
    }
    server = await startServer({ port, apis, log, connectionsMax: config.connectionsMax }, () => broker)
    const running = server
    const stop = async () => {
      // First, so that members that wait for a rebalance are answered and do not hold up the server.
      groups.close()
      await running.stop()
      await maintenance.stop()
      await opened.close()
      releaseDataDir()
    }
    let stopping: Promise<void> | undefined
    return {
      name: 'kafka',
      port: server.port,
      endpoint: `${host}:${server.port}`,
      stop: () => (stopping ??= stop()),
    }
  } catch (error) {
    await topics?.close()
    releaseDataDir()
    throw error
  }
}
