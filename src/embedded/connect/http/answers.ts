import { connectors } from '../connectors'
import type { Status } from '../state/statuses'
import type { Stores } from '../state/stores'
import { isNamed } from '../worker/plugins'
import { notFound } from '../worker/request-error'

/** {"name","config","tasks":[{"connector","task"}],"type"} @throws RequestError 404 */
export function connectorInfo({ configs }: Stores, name: string): object {
  const config = requireConfig({ configs }, name)
  const tasks = (configs.tasks.get(name) ?? []).map((_config, task) => ({ connector: name, task }))
  return { name, config, tasks, type: typeOf(config['connector.class']) }
}

export function requireConfig({ configs }: Pick<Stores, 'configs'>, name: string): Record<string, string> {
  const config = configs.connectors.get(name)
  if (!config) throw notFound(`Connector ${name} not found`)
  return config
}

/** {"name","connector":{"state","worker_id"},"tasks":[{"id","state","worker_id","trace"?}],"type"} @throws RequestError 404 */
export function connectorStatus({ configs, statuses }: Stores, name: string): object {
  const status = statuses.connectors.get(name)
  if (!status) throw notFound(`No status found for connector ${name}`)
  const tasks = [...(statuses.tasks.get(name) ?? [])].sort(([a], [b]) => a - b)
  return {
    name,
    connector: stateJson(status),
    tasks: tasks.map(([id, task]) => ({ id, ...stateJson(task) })),
    type: typeOf(configs.connectors.get(name)?.['connector.class']),
  }
}

/** @throws RequestError 404 */
export function taskStatus({ statuses }: Stores, name: string, id: number): object {
  const status = statuses.tasks.get(name)?.get(id)
  if (!status) throw notFound(`No status found for task ${name}-${id}`)
  return { id, ...stateJson(status) }
}

/** [{"id":{"connector","task"},"config"}] @throws RequestError 404 */
export function taskInfos({ configs }: Stores, name: string): object[] {
  requireConfig({ configs }, name)
  return (configs.tasks.get(name) ?? []).map((config, task) => ({ id: { connector: name, task }, config }))
}

/** {"offsets":[{"partition","offset"}]} @throws RequestError 404 */
export function connectorOffsets({ configs, offsets }: Stores, name: string): object {
  requireConfig({ configs }, name)
  const stored = [...(offsets.get(name)?.values() ?? [])]
  return { offsets: stored.map(({ partition, offset }) => ({ partition, offset })) }
}

function stateJson({ state, workerId, trace, version }: Status): object {
  return { state, worker_id: workerId, ...(version === null ? {} : { version }), ...(trace === null ? {} : { trace }) }
}

/** All connectors that we have are sources; what another worker has stored may be anything. */
function typeOf(className: string | undefined): 'source' | 'unknown' {
  return connectors.some(plugin => isNamed(plugin.className, className ?? '')) ? 'source' : 'unknown'
}
