import type { Producer } from 'kafkajs'
import type { Log } from '../lib/log'
import type { Engine } from './run/engine'

/** What routes are answered with. */
export interface Server {
  engine: Engine
  log: Log
  clusterId: string
  port(): number
  /** Connected at the first INSERT … VALUES. */
  producer(): Promise<Producer>
  /** Running push queries, by id. */
  pushQueries: Map<string, AbortController>
  nextId(): number
  /** Aborts when the service stops. */
  stopping: AbortSignal
}
