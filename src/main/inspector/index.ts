import type { HttpEndpoint } from '../lib/http'
import type { KafkaConnection } from '../lib/kafka'
import type { Log } from '../lib/log'
import { notThereYet } from './not-there-yet'
import type { Records } from './records'
import type { Topics } from './topics'

/** Where the inspector looks: any cluster of the profile. Null: the profile has no such service. */
export interface InspectorOptions {
  kafka: KafkaConnection
  registry: HttpEndpoint | null
  connect: HttpEndpoint | null
  ksql: HttpEndpoint | null
  /** Nothing is created, changed or written. */
  readOnly: boolean
  log: Log
  now(): number
}

/** What the panes ask for. Nothing is read before somebody looks. */
export interface Inspector {
  topics: Topics
  records: Records
  close(): Promise<void>
}

/** Puts the inspector together; it connects when it is first asked. */
export function createInspector(_options: InspectorOptions): Inspector {
  const refuse = () => {
    throw notThereYet('looking into topics')
  }
  return {
    topics: { watch: refuse, describe: refuse, consumers: refuse },
    records: { read: refuse, tail: refuse, search: refuse, get: refuse },
    async close() {},
  }
}
