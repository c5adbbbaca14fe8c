import type { Problem } from '../lib/problem'
import type { ServiceName } from '../lib/service'

export type Endpoints = Record<ServiceName, string>

/**
 * What the stack process tells its parent, as IPC messages; `ready` and `failed` also stand on stdout, one JSON line each.
 * Endpoints: host:port for Kafka, URLs for the others.
 */
export type StackMessage =
  | { event: 'service'; name: ServiceName; state: 'starting' }
  | { event: 'service'; name: ServiceName; state: 'ready'; endpoint: string; note: string | null }
  | { event: 'service'; name: ServiceName; state: 'failed'; problem: Problem }
  | { event: 'progress'; name: ServiceName; message: string }
  | { event: 'ready'; startupMs: number; endpoints: Endpoints }
  | { event: 'failed'; problem: Problem }
