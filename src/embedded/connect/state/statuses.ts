import type { KeyAndValue } from './configs'
import { jsonObject } from './json-record'

export type State = 'UNASSIGNED' | 'RUNNING' | 'PAUSED' | 'STOPPED' | 'RESTARTING' | 'FAILED'

export interface Status {
  state: State
  workerId: string
  /** Of a failure. */
  trace: string | null
  version: string | null
}

/**
 * What the topic connect-status says:
 *
 * - status-connector-NAME and status-task-NAME-N: {"state","trace","worker_id","generation","version"}
 * - status-topic-TOPIC:connector-NAME: {"topic":{"name","connector","task","discoverTimestamp"}}
 */
export interface StatusState {
  connectors: Map<string, Status>
  tasks: Map<string, Map<number, Status>>
  /** Topics that a connector has written to. */
  topics: Map<string, Set<string>>
}

export function emptyStatuses(): StatusState {
  return { connectors: new Map(), tasks: new Map(), topics: new Map() }
}

/** @throws SyntaxError */
export function applyStatus(state: StatusState, key: string, value: Buffer | null): void {
  const json = jsonObject(value)
  const status: Status | null = json && {
    state: String(json.state) as State,
    workerId: String(json.worker_id),
    trace: typeof json.trace === 'string' ? json.trace : null,
    version: typeof json.version === 'string' ? json.version : null,
  }
  const topic = /^status-topic-(.+):connector-(.+)$/s.exec(key)
  if (topic) return setTopic(state, topic[2]!, topic[1]!, json !== null)
  const task = /^status-task-(.+)-(\d+)$/s.exec(key)
  if (task) return setTask(state, task[1]!, Number(task[2]), status)
  const connector = /^status-connector-(.+)$/s.exec(key)
  if (!connector) return
  if (status) state.connectors.set(connector[1]!, status)
  else state.connectors.delete(connector[1]!)
}

export function setTask({ tasks }: StatusState, name: string, id: number, status: Status | null): void {
  const own = tasks.get(name) ?? new Map<number, Status>()
  if (status) own.set(id, status)
  else own.delete(id)
  if (own.size > 0) tasks.set(name, own)
  else tasks.delete(name)
}

export function setTopic({ topics }: StatusState, name: string, topic: string, isActive: boolean): void {
  const own = topics.get(name) ?? new Set<string>()
  if (isActive) own.add(topic)
  else own.delete(topic)
  if (own.size > 0) topics.set(name, own)
  else topics.delete(name)
}

export function connectorStatusRecord(name: string, status: Status | null): KeyAndValue {
  return { key: `status-connector-${name}`, value: status && statusJson(status) }
}

export function taskStatusRecord(name: string, id: number, status: Status | null): KeyAndValue {
  return { key: `status-task-${name}-${id}`, value: status && statusJson(status) }
}

export function topicRecord(name: string, topic: string, task: number | null, nowMs: number): KeyAndValue {
  const value = { topic: { name: topic, connector: name, task, discoverTimestamp: nowMs } }
  return { key: `status-topic-${topic}:connector-${name}`, value: task === null ? null : JSON.stringify(value) }
}

/** There is one worker, so one generation. */
function statusJson({ state, trace, workerId, version }: Status): string {
  return JSON.stringify({ state, trace, worker_id: workerId, generation: 1, version })
}
