import { within } from '../../lib/cancellation'
import type { RawConfig } from '../config/definition'
import { errorsOf, validateConnector, type Validation } from '../config/validate'
import type { SourceConnectorPlugin } from '../connectors/plugin'
import { connectors } from '../connectors'
import { connectorRecord, targetRecord, type TargetState } from '../state/configs'
import { createConnectorRunner, type ConnectorRunner } from './connector-runner'
import { isNamed, missingConnector, requireConnector } from './plugins'
import { badRequest, conflict, notFound } from './request-error'
import type { Worker } from './worker'

/** A change is answered when it is done, but not later than this: it goes on then. */
const changeMsMax = 3_000

/** Validation asks the source itself, for at most this long. */
const validateMsMax = 20_000

/** Keeps the connectors of one worker: what is stored is what runs. */
export interface Herder {
  create(name: string, config: RawConfig, target: TargetState): Promise<void>
  /** Creates or replaces. @returns true when the connector is new */
  putConfig(name: string, config: RawConfig): Promise<boolean>
  /** null removes a key. */
  patchConfig(name: string, patch: Record<string, string | null>): Promise<void>
  remove(name: string): Promise<void>
  setTarget(name: string, target: TargetState): Promise<void>
  restart(name: string, which: { connector: boolean; tasks: number[] }): Promise<void>
  validate(className: string, config: RawConfig): Promise<Validation>
  close(): Promise<void>
}

/** Takes up all stored connectors where they were. */
export function startHerder(worker: Worker): Herder {
  const { stores, log } = worker
  const runners = new Map<string, ConnectorRunner>()
  const closing = new AbortController()
  const inTurn = createTurns()

  function runnerOf(name: string, className: string): ConnectorRunner {
    const known = runners.get(name)
    if (known) return known
    const plugin = connectors.find(other => isNamed(other.className, className)) ?? missingConnector(className)
    const runner = createConnectorRunner(name, plugin, worker)
    runners.set(name, runner)
    return runner
  }

  function apply(name: string): Promise<void> {
    const config = stores.configs.connectors.get(name)!
    const target = stores.configs.targets.get(name) ?? 'STARTED'
    return runnerOf(name, config['connector.class'] ?? '').apply({ config, target })
  }

  async function store(name: string, config: RawConfig, target?: TargetState): Promise<void> {
    await requireValid(config)
    const records = [connectorRecord(name, config)]
    await stores.writeConfigs(target ? [targetRecord(name, target), ...records] : records)
    if (!stores.statuses.connectors.has(name)) {
      stores.setConnectorStatus(name, { state: 'UNASSIGNED', workerId: worker.id, trace: null, version: null })
    }
    void apply(name)
  }

  async function requireValid(config: RawConfig): Promise<void> {
    const plugin = requireConnector(classOf(config))
    const errors = errorsOf(await validate(plugin, config))
    if (errors.length === 0) return
    throw badRequest(
      `Connector configuration is invalid and contains the following ${errors.length} error(s):\n${errors.join('\n')}\n` +
        'You can also find the above list of errors at the endpoint `/connector-plugins/{connectorType}/config/validate`',
    )
  }

  function validate(plugin: SourceConnectorPlugin, config: RawConfig): Promise<Validation> {
    const context = { addresses: worker.addresses, log, signal: closing.signal }
    return within(validateMsMax, 'the validation of the connector', validateConnector(plugin, config, context))
  }

  function requireKnown(name: string, message = `Connector ${name} not found`): RawConfig {
    const config = stores.configs.connectors.get(name)
    if (!config) throw notFound(message)
    return config
  }

  for (const name of stores.configs.connectors.keys()) void apply(name)

  return {
    create: (name, config, target) =>
      inTurn(name, async () => {
        if (stores.configs.connectors.has(name)) throw conflict(`Connector ${name} already exists`)
        await store(name, withName(name, config), target)
      }),
    putConfig: (name, config) =>
      inTurn(name, async () => {
        const isNew = !stores.configs.connectors.has(name)
        await store(name, withName(name, config), isNew ? 'STARTED' : undefined)
        return isNew
      }),
    patchConfig: (name, patch) =>
      inTurn(name, async () => {
        const merged = { ...requireKnown(name), ...patch }
        const kept = Object.entries(merged).filter((entry): entry is [string, string] => entry[1] !== null)
        await store(name, withName(name, Object.fromEntries(kept)))
      }),
    remove: name =>
      inTurn(name, async () => {
        requireKnown(name)
        const runner = runners.get(name)
        runners.delete(name)
        await soon(runner?.close(true))
        await stores.writeConfigs([connectorRecord(name, null), targetRecord(name, null)])
      }),
    setTarget: (name, target) =>
      inTurn(name, async () => {
        requireKnown(name, `Unknown connector ${name}`)
        if ((stores.configs.targets.get(name) ?? 'STARTED') === target) return
        await stores.writeConfigs([targetRecord(name, target)])
        const done = apply(name)
        // A start may wait for its source; a pause and a stop do not.
        if (target !== 'STARTED') await soon(done)
      }),
    restart: async (name, which) => {
      requireKnown(name, `Unknown connector: ${name}`)
      void runners.get(name)?.restart(which)
    },
    validate: (className, config) => validate(requireConnector(className), config),
    async close() {
      closing.abort(new Error('the worker is stopped'))
      await soon(Promise.all([...runners.values()].map(runner => runner.close(false))))
    },
  }

  function soon(work: Promise<unknown> | undefined): Promise<void> {
    return within(changeMsMax, 'a change of the connector', Promise.resolve(work)).then(
      () => {},
      (error: unknown) => log.warn({ err: error }, 'A connector takes long to change.'),
    )
  }
}

/** @throws RequestError 400 */
export function classOf(config: RawConfig): string {
  const className = config['connector.class']
  if (className === undefined || className === '') {
    const shown = Object.entries(config).map(
      ([key, value]) => `${key}=${/password|secret/i.test(key) ? '[hidden]' : value}`,
    )
    throw badRequest(`Connector config {${shown.join(', ')}} contains no connector type`)
  }
  return className
}

/** @throws RequestError 400 when the configuration gives another name */
function withName(name: string, config: RawConfig): RawConfig {
  if (config.name !== undefined && config.name !== name) {
    throw badRequest(`Connector name configuration (${config.name}) doesn't match connector name in the URL (${name})`)
  }
  return { ...config, name }
}

/** Changes of one connector are done one after the other. */
function createTurns() {
  const last = new Map<string, Promise<unknown>>()
  return <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const before = last.get(name) ?? Promise.resolve()
    const turn = before.catch(() => {}).then(work)
    last.set(name, turn)
    const forget = () => {
      if (last.get(name) === turn) last.delete(name)
    }
    turn.then(forget, forget)
    return turn
  }
}
