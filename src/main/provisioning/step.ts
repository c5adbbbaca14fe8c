import type { Admin } from 'kafkajs'
import type { HttpEndpoint } from '../lib/http'
import type { Log } from '../lib/log'
import type { Schemas } from '../lib/schemas'

/** What a step may use. One per run of the steps. */
export interface StepContext {
  admin: Admin
  /** Null, as with those after it: the profile has no such service, and its steps are skipped. */
  registry: HttpEndpoint | null
  connect: HttpEndpoint | null
  ksql: HttpEndpoint | null
  postgres: DatabaseEndpoint | null
  transformer: TransformerControl
  /** Topics of the stations, each once. */
  arrivalTopics: string[]
  schemas: Schemas
  /** Makes and fills the stations table; repeating it changes nothing. */
  stationsSql: string
  /** schemas/turnstile-summary.ksql. */
  ksqlScript: string
  /** Steps that have changed something in this run. */
  applied: ReadonlySet<string>
  log: Log
  /** Aborts when the app stops or the step has taken too long. */
  signal: AbortSignal
}

export interface DatabaseEndpoint {
  url: string
  /** host:port by which Kafka Connect reaches it, where that differs. */
  fromConnect?: string
}

/** What provisioning asks of the transformer, which runs inside the app. */
export interface TransformerControl {
  isRunning(): boolean
  /** Resolves when its consumer has joined its group. */
  start(): Promise<void>
  /** Whether nothing that is in the stations topic is still to be read. */
  hasReadAll(): Promise<boolean>
  /** Reads the stations topic from its beginning again. */
  rewind(): Promise<void>
}

/** done: nothing to do. missing: apply would make it. skipped: this cluster cannot have it. */
export interface Found {
  state: 'done' | 'missing' | 'skipped'
  /** What was found, in one line. */
  detail: string
}

export const done = (detail: string): Found => ({ state: 'done', detail })
export const missing = (detail: string): Found => ({ state: 'missing', detail })
export const skipped = (detail: string): Found => ({ state: 'skipped', detail })

/**
 * One thing that the pipeline needs to be there. Both functions may be called any number of times, in any state of the
 * cluster; apply changes nothing that is as it should be.
 */
export interface Step {
  id: string
  title: string
  /** Steps without which this one cannot succeed. */
  needs: string[]
  check(context: StepContext): Promise<Found>
  apply(context: StepContext): Promise<void>
}
