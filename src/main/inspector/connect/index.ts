import type { CommandOutcome, ConnectOverview, ConnectPlugin, ConnectorDetail } from '../../../shared/contract/connect'
import type { HttpEndpoint } from '../../lib/http'
import { ProblemError } from '../../lib/problem'
import { abilitiesOf, restartingTasks, stopping } from './abilities'
import { command, tooOld, type Ability, type ConnectCommand } from './commands'
import { createFacts } from './facts'
import { describe, summarize, typeOf } from './summary'
import { connectorPath, readConnectors, readInfo, readPlugins, readRoot, readStatus } from './worker'

/** Connectors sent to a page; a cluster with more says how many are missing. */
const connectorsMax = 2_000

/** Connectors whose used topics are looked up for the list. */
const topicsOfMax = 100

export interface ConnectOptions {
  /** Null: the profile has none. */
  connect: HttpEndpoint | null
  isReadOnly: boolean
  now(): number
}

/** What Kafka Connect runs, and what may be told to it. */
export interface ConnectReader {
  /** @throws ProblemError connect-absent, and service-… of lib/http, as do the others */
  overview(signal?: AbortSignal): Promise<ConnectOverview>
  /** @throws ProblemError connector-unknown */
  connector(name: string, signal?: AbortSignal): Promise<ConnectorDetail>
  plugins(signal?: AbortSignal): Promise<ConnectPlugin[]>
  /** @throws ProblemError read-only, connector-unknown, connect-rebalancing, as do all commands */
  pause(name: string, signal?: AbortSignal): Promise<CommandOutcome>
  resume(name: string, signal?: AbortSignal): Promise<CommandOutcome>
  /** @throws ProblemError connect-too-old */
  stop(name: string, signal?: AbortSignal): Promise<CommandOutcome>
  /** @throws ProblemError connect-too-old */
  restart(
    name: string,
    which: { includeTasks: boolean; onlyFailed: boolean },
    signal?: AbortSignal,
  ): Promise<CommandOutcome>
  restartTask(name: string, task: number, signal?: AbortSignal): Promise<CommandOutcome>
}

export function createConnectReader({ connect, isReadOnly, now }: ConnectOptions): ConnectReader {
  const facts = createFacts(now)
  const workerOf = (): HttpEndpoint => {
    if (!connect) throw new ProblemError(absent)
    return connect
  }
  const tell = (name: string, what: Pick<ConnectCommand, 'method' | 'path'>, signal?: AbortSignal, needs?: Ability) => {
    const worker = workerOf()
    if (isReadOnly) throw new ProblemError(readOnly)
    const path = connectorPath(name) + what.path
    return command(worker, { method: what.method, path, connector: name }, { signal, now }, needs)
  }
  return {
    async overview(signal) {
      const worker = workerOf()
      const [root, all] = await Promise.all([readRoot(worker, signal), readConnectors(worker, signal)])
      const shown = all.sort((one, other) => (one.name < other.name ? -1 : 1)).slice(0, connectorsMax)
      const topics = await facts.topicsOf(worker, shown.slice(0, topicsOfMax), signal)
      return {
        worker: { address: worker.url, version: root.version ?? null, clusterId: root.kafka_cluster_id ?? null },
        abilities: abilitiesOf(root.version ?? null, isReadOnly),
        connectors: shown.map(answer => summarize(answer, topics.get(answer.name) ?? null)),
        leftOut: all.length - shown.length,
      }
    },
    async connector(name, signal) {
      const worker = workerOf()
      const [root, info, status, topics] = await Promise.all([
        readRoot(worker, signal),
        readInfo(worker, name, signal),
        readStatus(worker, name, signal),
        facts.topics(worker, name, signal),
      ])
      const className = info.config['connector.class'] ?? ''
      const [plugin, declared] = await Promise.all([
        facts.plugin(worker, className, signal),
        facts.passwordKeys(worker, className, signal),
      ])
      return {
        ...describe({ name, info, status }, declared),
        pluginVersion: plugin?.version ?? null,
        topics,
        abilities: abilitiesOf(root.version ?? null, isReadOnly),
      }
    },
    async plugins(signal) {
      const plugins = await readPlugins(workerOf(), signal)
      return plugins.map(plugin => ({
        className: plugin.class,
        type: plugin.type ?? typeOf(null),
        version: plugin.version ?? null,
      }))
    },
    pause: async (name, signal) => tell(name, { method: 'PUT', path: '/pause' }, signal),
    resume: async (name, signal) => tell(name, { method: 'PUT', path: '/resume' }, signal),
    stop: async (name, signal) => tell(name, { method: 'PUT', path: '/stop' }, signal, stopping),
    async restart(name, { includeTasks, onlyFailed }, signal) {
      const isPlain = !includeTasks && !onlyFailed
      // An older worker takes the words and ignores them, so it would do something else than was asked for.
      if (!isPlain && !isReadOnly) await requireTaskRestarts(workerOf(), signal)
      const query = isPlain ? '' : `?includeTasks=${includeTasks}&onlyFailed=${onlyFailed}`
      return tell(name, { method: 'POST', path: `/restart${query}` }, signal)
    },
    restartTask: async (name, task, signal) => tell(name, { method: 'POST', path: `/tasks/${task}/restart` }, signal),
  }
}

async function requireTaskRestarts(worker: HttpEndpoint, signal?: AbortSignal): Promise<void> {
  const { version } = await readRoot(worker, signal)
  if (!abilitiesOf(version ?? null, false).canRestartTasks) throw tooOld(worker, restartingTasks)
}

const absent = {
  code: 'connect-absent',
  where: 'Connect',
  message: 'The profile has no Kafka Connect.',
  tip: 'Add the address of a worker to the profile in the settings.',
}

const readOnly = {
  code: 'read-only',
  where: 'Connect',
  message: 'The profile is read-only: connectors are only looked at.',
  tip: 'Choose a profile that may write, or change this one in the settings.',
}
