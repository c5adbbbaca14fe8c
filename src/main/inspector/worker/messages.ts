import type { Problem } from '../../lib/problem'
import type { HttpEndpoint } from '../../lib/http'
import type { KafkaConnection } from '../../lib/kafka'

/** What the worker needs to know when it starts. */
export interface WorkerOptions {
  kafka: KafkaConnection
  registry: HttpEndpoint | null
}

/** To the worker. A stream gives one value for each `next`, so that neither side can be flooded. */
export type Request =
  | { kind: 'call'; id: number; name: string; input: unknown }
  | { kind: 'open'; id: number; name: string; input: unknown }
  | { kind: 'next'; id: number }
  | { kind: 'cancel'; id: number }

/** From the worker; `value` and `end` answer a `next`, `value` and `failed` a `call`. */
export type Reply =
  | { kind: 'value'; id: number; value: unknown }
  | { kind: 'end'; id: number }
  | { kind: 'failed'; id: number; problem: Problem }
