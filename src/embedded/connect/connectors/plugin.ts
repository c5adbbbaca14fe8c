import type { Log } from '../../lib/log'
import type { Definition, ParsedValue, RawConfig } from '../config/definition'
import type { Position, SourceRecord } from '../data/record'
import type { Addresses } from '../http/addresses'

export interface SourceContext {
  addresses: Addresses
  log: Log
  /** Aborts when the connector or task is to stop. */
  signal: AbortSignal
}

export interface ConnectorContext extends SourceContext {
  /** Asks for taskConfigs() again: what there is to read has changed. */
  requestTaskReconfiguration(): void
}

export interface TaskContext extends SourceContext {
  /** The last stored offset of a source partition. */
  offsetOf(partition: Position): Position | null
}

/** A kind of source. The worker knows nothing else about it. */
export interface SourceConnectorPlugin {
  className: string
  /** Is told to tasks and shown in their configuration. */
  taskClassName: string
  version: string
  definitions: readonly Definition[]
  /**
   * What is wrong beyond single values, by key; may ask the source itself.
   *
   * @param parsed the values by key, with the errors found so far
   */
  validate(parsed: ReadonlyMap<string, ParsedValue>, context: SourceContext): Promise<Map<string, string[]>>
  /** @throws ConnectError: the connector is FAILED */
  startConnector(config: RawConfig, context: ConnectorContext): Promise<RunningConnector>
  /** @throws ConnectError: the task is FAILED */
  startTask(config: RawConfig, context: TaskContext): Promise<RunningTask>
}

export interface RunningConnector {
  /** One configuration for each task, at most `tasksMax`. */
  taskConfigs(tasksMax: number): RawConfig[]
  stop(): Promise<void>
}

export interface RunningTask {
  /**
   * The next records, at least one; waits until there are some. Rejects when the context's signal aborts.
   *
   * @throws ConnectError: the task is FAILED
   */
  poll(): Promise<SourceRecord[]>
  stop(): Promise<void>
}
