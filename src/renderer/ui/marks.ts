import type { PartState, RunState, ServiceState, StepState } from '../../shared/contract/lifecycle'
import type { ServiceName } from '../../shared/contract/services'
import type { Mark } from './StateMark'

/** States of the contract as marks. */
export const serviceMarks: Record<ServiceState['state'], Mark> = {
  waiting: 'waits',
  starting: 'working',
  ready: 'ok',
  slow: 'slow',
  failed: 'failed',
  absent: 'waits',
}

export const serviceWords: Record<ServiceState['state'], string> = {
  waiting: 'waits for its turn',
  starting: 'starts',
  ready: 'runs',
  slow: 'slow',
  failed: 'no answer',
  absent: 'not in this profile',
}

export const stepMarks: Record<StepState['state'], Mark> = {
  unknown: 'waits',
  checking: 'working',
  applying: 'working',
  done: 'ok',
  failed: 'failed',
  skipped: 'waits',
}

export const partMarks: Record<PartState['state'], Mark> = {
  off: 'waits',
  stopped: 'waits',
  starting: 'working',
  running: 'ok',
  retrying: 'slow',
  failed: 'failed',
}

export const runMarks: Record<RunState['state'], Mark> = {
  starting: 'working',
  ready: 'waits',
  running: 'ok',
  paused: 'waits',
  stopping: 'working',
  stopped: 'waits',
  failed: 'failed',
}

export const serviceTitles: Record<ServiceName, string> = {
  kafka: 'Kafka',
  registry: 'Registry',
  restProxy: 'REST Proxy',
  connect: 'Connect',
  ksql: 'ksqlDB',
  postgres: 'PostgreSQL',
}

/** The port of an address such as 127.0.0.1:9092 or http://127.0.0.1:8081; the address itself when it names none. */
export function portOf(address: string): string {
  return /:(\d+)(?:\/|$)/.exec(address)?.[1] ?? address
}
