import type { RawConfig } from '../config/definition'
import { jsonObject, textMembers } from './json-record'

/** What a connector is meant to do. */
export type TargetState = 'STARTED' | 'PAUSED' | 'STOPPED'

/**
 * What the topic connect-configs says, in the form that Kafka's own workers write:
 *
 * - connector-NAME: {"properties": {…}}, and a tombstone when it is deleted
 * - target-state-NAME: {"state": "STARTED"|"PAUSED", "state.v2": also "STOPPED"}
 * - task-NAME-N: {"properties": {…}}, valid once commit-NAME: {"tasks": count} follows
 */
export interface ConfigState {
  connectors: Map<string, RawConfig>
  targets: Map<string, TargetState>
  tasks: Map<string, RawConfig[]>
  /** Task configurations whose commit has not come yet. */
  uncommitted: Map<string, Map<number, RawConfig>>
}

export interface KeyAndValue {
  key: string
  value: string | null
}

export function emptyConfigs(): ConfigState {
  return { connectors: new Map(), targets: new Map(), tasks: new Map(), uncommitted: new Map() }
}

/** Takes one record. Keys that we do not know (restart requests, session keys) are left alone. @throws SyntaxError */
export function applyConfig(state: ConfigState, key: string, value: Buffer | null): void {
  const json = jsonObject(value)
  const connector = afterPrefix(key, 'connector-')
  if (connector !== null) {
    if (json) state.connectors.set(connector, textMembers(json.properties))
    else for (const map of [state.connectors, state.tasks, state.uncommitted]) map.delete(connector)
    return
  }
  const target = afterPrefix(key, 'target-state-')
  if (target !== null) {
    if (json) state.targets.set(target, targetOf(json['state.v2'] ?? json.state))
    else state.targets.delete(target)
    return
  }
  const task = /^task-(.+)-(\d+)$/s.exec(key)
  if (task) return applyTask(state, task[1]!, Number(task[2]), json ? textMembers(json.properties) : null)
  const commit = afterPrefix(key, 'commit-')
  if (commit !== null && json) applyCommit(state, commit, Number(json.tasks))
}

function applyTask({ uncommitted }: ConfigState, name: string, id: number, config: RawConfig | null): void {
  const pending = uncommitted.get(name) ?? new Map<number, RawConfig>()
  if (config) pending.set(id, config)
  else pending.delete(id)
  uncommitted.set(name, pending)
}

/** After compaction a commit may come before some task record; then the tasks are made anew by the connector. */
function applyCommit({ tasks, uncommitted }: ConfigState, name: string, count: number): void {
  const pending = uncommitted.get(name) ?? new Map<number, RawConfig>()
  const known = tasks.get(name) ?? []
  const all = Array.from({ length: count }, (_, id) => pending.get(id) ?? known[id])
  uncommitted.delete(name)
  tasks.set(name, all.every(config => config !== undefined) ? (all as RawConfig[]) : [])
}

function targetOf(value: unknown): TargetState {
  return value === 'PAUSED' || value === 'STOPPED' ? value : 'STARTED'
}

function afterPrefix(key: string, prefix: string): string | null {
  return key.startsWith(prefix) ? key.slice(prefix.length) : null
}

export function connectorRecord(name: string, config: RawConfig | null): KeyAndValue {
  return { key: `connector-${name}`, value: config && JSON.stringify({ properties: config }) }
}

/** Workers before 3.5 know no STOPPED: for them it is PAUSED. */
export function targetRecord(name: string, target: TargetState | null): KeyAndValue {
  const old = target === 'STOPPED' ? 'PAUSED' : target
  return { key: `target-state-${name}`, value: target && JSON.stringify({ state: old, 'state.v2': target }) }
}

export function taskRecords(name: string, configs: RawConfig[]): KeyAndValue[] {
  return [
    ...configs.map((config, id) => ({ key: `task-${name}-${id}`, value: JSON.stringify({ properties: config }) })),
    { key: `commit-${name}`, value: JSON.stringify({ tasks: configs.length }) },
  ]
}
