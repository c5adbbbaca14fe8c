import type { RawConfig } from '../config/definition'
import type { Position } from '../data/record'
import type { TargetState } from '../state/configs'
import type { OffsetChange } from '../worker/offset-changes'
import { badRequest } from '../worker/request-error'

type Members = Record<string, unknown>

/** The body of POST /connectors. @throws RequestError 400 */
export function readCreation(body: unknown): { name: string; config: RawConfig; target: TargetState } {
  const { name, config, initial_state: initial, ...others } = members(body, 'The body')
  const unknown = Object.keys(others)[0]
  if (unknown !== undefined) {
    throw badRequest(`Unrecognized field "${unknown}" (3 known properties: "config", "name", "initial_state")`)
  }
  if (config === undefined || config === null) throw badRequest('The body has no config')
  const own = readConfigBody(config)
  const chosen = name ?? own.name
  if (typeof chosen !== 'string' || chosen.trim() === '') throw badRequest('Connector name is missing')
  return { name: chosen.trim(), config: own, target: targetOf(initial) }
}

function targetOf(initial: unknown): TargetState {
  if (initial === undefined || initial === null) return 'STARTED'
  const state = String(initial).toUpperCase()
  if (state === 'RUNNING') return 'STARTED'
  if (state === 'PAUSED' || state === 'STOPPED') return state
  throw badRequest(`initial_state is RUNNING, PAUSED or STOPPED, not ${String(initial)}`)
}

/** A configuration: numbers and flags are taken as their text, null as not given. @throws RequestError 400 */
export function readConfigBody(body: unknown): RawConfig {
  const entries = Object.entries(readPatch(body))
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== null))
}

/** As readConfigBody; null stays, for it removes a key. @throws RequestError 400 */
export function readPatch(body: unknown): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(members(body, 'The configuration')).map(([name, value]) => {
      if (typeof value === 'object' && value !== null)
        throw badRequest(`The value of ${name} must be text, not a structure`)
      return [name, value === null ? null : String(value)]
    }),
  )
}

/** The body of PATCH …/offsets. @throws RequestError 400 */
export function readOffsetChanges(body: unknown): OffsetChange[] {
  const { offsets } = members(body, 'The body')
  if (!Array.isArray(offsets) || offsets.length === 0) {
    throw badRequest('Partitions / offsets need to be provided for an alter offsets request')
  }
  return offsets.map(entry => {
    const { partition, offset } = members(entry, 'An entry of offsets')
    const isForgotten = offset === null || offset === undefined
    return {
      partition: members(partition, 'A partition') as Position,
      offset: isForgotten ? null : (members(offset, 'An offset') as Position),
    }
  })
}

function members(value: unknown, what: string): Members {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw badRequest(`${what} must be a JSON object`)
  return value as Members
}
