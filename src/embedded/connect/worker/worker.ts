import type { Admin, Producer } from 'kafkajs'
import type { Log } from '../../lib/log'
import type { Addresses } from '../http/addresses'
import type { Stores } from '../state/stores'

/** What connectors and tasks of one worker share. */
export interface Worker {
  /** host:port, as statuses name it. */
  id: string
  stores: Stores
  producer: Producer
  admin: Admin
  addresses: Addresses
  log: Log
  now(): number
}
