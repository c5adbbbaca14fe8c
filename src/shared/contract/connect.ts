import { oc } from '@orpc/contract'
import * as z from 'zod'

const connectorName = z.string().min(1).max(1_000)

export const connectorSummary = z.object({
  name: z.string(),
  type: z.enum(['source', 'sink', 'unknown']),
  className: z.string(),
  /** RUNNING, PAUSED, STOPPED, FAILED, UNASSIGNED, RESTARTING; null: it has no status yet. */
  state: z.string().nullable(),
  workerId: z.string().nullable(),
  tasks: z.object({ total: z.number(), running: z.number(), failed: z.number() }),
  /** Topics that it has used; null: the worker does not say, or was not asked since there are too many connectors. */
  topics: z.array(z.string()).nullable(),
  /** The first line of what a failed connector or its first failed task says; null when all is well. */
  failure: z.string().nullable(),
})
export type ConnectorSummary = z.infer<typeof connectorSummary>

export const connectWorker = z.object({
  /** Without credentials. */
  address: z.string(),
  version: z.string().nullable(),
  clusterId: z.string().nullable(),
})
export type ConnectWorker = z.infer<typeof connectWorker>

/** What this worker and this profile allow. */
export const connectAbilities = z.object({
  /** The profile is read-only: every command is refused. */
  isReadOnly: z.boolean(),
  /** Connectors can be stopped, so that their tasks are gone (Connect 3.5 and later). */
  canStop: z.boolean(),
  /** A connector's restart can include its tasks, or only what failed (Connect 3.0 and later). */
  canRestartTasks: z.boolean(),
})
export type ConnectAbilities = z.infer<typeof connectAbilities>

export const connectOverview = z.object({
  worker: connectWorker,
  abilities: connectAbilities,
  connectors: z.array(connectorSummary),
  /** Connectors beyond the bound, which are not in the list. */
  leftOut: z.number(),
})
export type ConnectOverview = z.infer<typeof connectOverview>

export const connectorTask = z.object({
  id: z.number(),
  state: z.string(),
  workerId: z.string().nullable(),
  /** Of a failed task; what looks like a password in it is masked. */
  trace: z.string().nullable(),
})
export type ConnectorTask = z.infer<typeof connectorTask>

export const connectorDetail = z.object({
  name: z.string(),
  type: z.enum(['source', 'sink', 'unknown']),
  className: z.string(),
  /** Of the plugin; null when the worker does not list it. */
  pluginVersion: z.string().nullable(),
  state: z.string().nullable(),
  workerId: z.string().nullable(),
  /** Of a failed connector. */
  trace: z.string().nullable(),
  tasks: z.array(connectorTask),
  /** By key. A secret's value is not sent: it is null. */
  config: z.array(z.object({ key: z.string(), value: z.string().nullable() })),
  topics: z.array(z.string()).nullable(),
  abilities: connectAbilities,
})
export type ConnectorDetail = z.infer<typeof connectorDetail>

export const connectPlugin = z.object({ className: z.string(), type: z.string(), version: z.string().nullable() })
export type ConnectPlugin = z.infer<typeof connectPlugin>

/** What came of a command. Connect answers before it is carried out: the state follows. */
export const commandOutcome = z.object({
  /** How often it was sent: more than once when the workers were rebalancing. */
  tries: z.number(),
  /** How long it was retried, ms. */
  waitedMs: z.number(),
})
export type CommandOutcome = z.infer<typeof commandOutcome>

const byName = z.object({ name: connectorName })

export const connect = {
  overview: oc.output(connectOverview),
  connector: oc.input(byName).output(connectorDetail),
  plugins: oc.output(z.array(connectPlugin)),
  pause: oc.input(byName).output(commandOutcome),
  resume: oc.input(byName).output(commandOutcome),
  stop: oc.input(byName).output(commandOutcome),
  restart: oc.input(byName.extend({ includeTasks: z.boolean(), onlyFailed: z.boolean() })).output(commandOutcome),
  restartTask: oc.input(byName.extend({ task: z.number().int().min(0).max(1_000_000) })).output(commandOutcome),
}
