import { numberAt, readConfig, type RawConfig } from '../config/definition'
import { connectorKeys } from '../config/connector-keys'
import type { RunningConnector, SourceConnectorPlugin } from '../connectors/plugin'
import { ConnectError, traceOf } from '../data/errors'
import { taskRecords, type TargetState } from '../state/configs'
import type { State } from '../state/statuses'
import { startTask, type TaskRunner } from './task-runner'
import type { Worker } from './worker'

/** What a connector is meant to be. */
export interface Desired {
  config: RawConfig
  target: TargetState
}

/** One connector and its tasks. Changes are done one after the other, in the order of the calls. */
export interface ConnectorRunner {
  /** Stops what runs and starts it as desired. What is under way is cut short. */
  apply(desired: Desired): Promise<void>
  restart(which: { connector: boolean; tasks: number[] }): Promise<void>
  /** Stops everything. `isDeleted`: nothing is to be known of it any more. */
  close(isDeleted: boolean): Promise<void>
}

export function createConnectorRunner(name: string, plugin: SourceConnectorPlugin, worker: Worker): ConnectorRunner {
  const { stores } = worker
  const log = worker.log.child({ connector: name })
  let queue: Promise<void> = Promise.resolve()
  let stopping = new AbortController()
  let desired: Desired | null = null
  let running: RunningConnector | null = null
  let tasks: TaskRunner[] = []

  /** Runs after all that was asked for before; a failure is reported and does not hold up what follows. */
  function enqueue(work: () => Promise<void>): Promise<void> {
    queue = queue.then(work).catch((error: unknown) => {
      log.error({ err: error }, 'A change of the connector failed.')
      setState('FAILED', traceOf(error))
    })
    return queue
  }

  function setState(state: State, trace: string | null = null): void {
    stores.setConnectorStatus(name, { state, workerId: worker.id, trace, version: plugin.version })
  }

  /** Cuts short what is under way. */
  function interrupt(): AbortSignal {
    stopping.abort(new Error(`connector ${name} is stopped`))
    stopping = new AbortController()
    return stopping.signal
  }

  async function stopConnector(): Promise<void> {
    await running?.stop()
    running = null
  }

  async function stopTasks(): Promise<void> {
    await Promise.all(tasks.map(task => task.stop()))
    tasks = []
  }

  async function startConnector({ config }: Desired, signal: AbortSignal): Promise<void> {
    try {
      const context = { addresses: worker.addresses, log, signal, requestTaskReconfiguration: reconfigure }
      running = await plugin.startConnector(config, context)
      setState('RUNNING')
    } catch (error) {
      if (signal.aborted) return
      const trace = traceOf(error)
      log.error({ trace }, 'The connector has failed; it can be restarted over HTTP.')
      setState('FAILED', trace)
    }
  }

  /** Tasks as the connector wants them now; those whose configuration is the same go on. */
  async function startTasks({ config }: Desired): Promise<void> {
    if (!running) return
    const tasksMax = numberAt(readConfig(connectorKeys, config), 'tasks.max')
    const configs = running.taskConfigs(tasksMax).map(own => ({ ...own, 'task.class': plugin.taskClassName, name }))
    if (configs.length > tasksMax) {
      throw new ConnectError(
        `The connector ${name} has generated ${configs.length} tasks, more than tasks.max (${tasksMax})`,
      )
    }
    if (JSON.stringify(stores.configs.tasks.get(name) ?? []) !== JSON.stringify(configs)) {
      await stores.writeConfigs(taskRecords(name, configs))
    }
    if (tasks.length > 0 && JSON.stringify(tasks.map(task => task.config)) === JSON.stringify(configs)) return
    await stopTasks()
    forgetTasksFrom(configs.length)
    tasks = configs.map((own, id) => startTask(worker, plugin, { connector: name, id }, own))
  }

  function reconfigure(): void {
    void enqueue(async () => {
      if (desired?.target === 'STARTED') await startTasks(desired)
    })
  }

  function forgetTasksFrom(count: number): void {
    for (const id of stores.statuses.tasks.get(name)?.keys() ?? []) {
      if (id >= count) stores.setTaskStatus(name, id, null)
    }
  }

  async function applyStopped(): Promise<void> {
    setState('STOPPED')
    forgetTasksFrom(0)
    if ((stores.configs.tasks.get(name) ?? []).length > 0) await stores.writeConfigs(taskRecords(name, []))
  }

  function applyPaused(): void {
    setState('PAUSED')
    const configs = stores.configs.tasks.get(name) ?? []
    forgetTasksFrom(configs.length)
    configs.forEach((_config, id) => {
      stores.setTaskStatus(name, id, { state: 'PAUSED', workerId: worker.id, trace: null, version: plugin.version })
    })
  }

  return {
    apply(wanted) {
      desired = wanted
      const signal = interrupt()
      return enqueue(async () => {
        await stopConnector()
        await stopTasks()
        if (desired !== wanted) return // Something newer follows.
        if (wanted.target === 'STOPPED') return applyStopped()
        if (wanted.target === 'PAUSED') return applyPaused()
        await startConnector(wanted, signal)
        await startTasks(wanted)
      })
    },
    restart({ connector, tasks: ids }) {
      const signal = connector ? interrupt() : stopping.signal
      return enqueue(async () => {
        if (desired?.target !== 'STARTED') return
        for (const id of ids) await tasks[id]?.stop()
        if (connector) {
          await stopConnector()
          await startConnector(desired, signal)
        }
        tasks = tasks.map((task, id) =>
          ids.includes(id) ? startTask(worker, plugin, { connector: name, id }, task.config) : task,
        )
        await startTasks(desired)
      })
    },
    close(isDeleted) {
      desired = null
      interrupt()
      return enqueue(async () => {
        await stopConnector()
        await stopTasks()
        if (!isDeleted) return
        forgetTasksFrom(0)
        stores.setConnectorStatus(name, null)
        for (const topic of [...(stores.statuses.topics.get(name) ?? [])]) stores.setTopic(name, topic, null)
      })
    },
  }
}
