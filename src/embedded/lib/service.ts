import type { Log } from './log'

/** The six services of a stack, by the names that profiles and the ready line use. */
export const serviceNames = ['kafka', 'registry', 'restProxy', 'connect', 'ksql', 'postgres'] as const
export type ServiceName = (typeof serviceNames)[number]

/** What every service is started with. Port 0 takes a free one. */
export interface ServiceOptions {
  port: number
  log: Log
}

/** A service that answers on its port. */
export interface RunningService {
  readonly name: ServiceName
  /** host:port for Kafka, a URL for the others. */
  readonly endpoint: string
  readonly port: number
  /** Answers what is under way, closes the port and all that was opened. Safe to call twice. */
  stop(): Promise<void>
}
