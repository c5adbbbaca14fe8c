import type { Clock } from '../../lib/clock'
import type { GroupCoordinator } from '../groups'
import type { Topics } from '../topics'
import type { TransactionCoordinator } from '../transactions'
import type { FetchSessions } from './fetch-sessions'

/** All state that handlers read and change: there is one of it, and each part has one owner. */
export interface Broker {
  /** This node's id, and the controller's. */
  readonly nodeId: number
  readonly clusterId: string
  /** Where clients reach us: what Metadata and FindCoordinator answer. */
  readonly host: string
  readonly port: number
  readonly topics: Topics
  readonly groups: GroupCoordinator
  readonly transactions: TransactionCoordinator
  readonly sessions: FetchSessions
  readonly clock: Clock
}
