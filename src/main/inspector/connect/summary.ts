import type { ConnectorDetail, ConnectorSummary, ConnectorTask } from '../../../shared/contract/connect'
import { shownConfig, withoutSecrets } from './secrets'
import type { ConnectorAnswer, StatusAnswer } from './worker'

/** Characters of a trace that are sent to a page; the deepest traces of Java stay below. */
const traceLengthMax = 64 * 1024

/** Characters of the line that a list shows of a failure. */
const failureLengthMax = 300

/** A connector as a row of the list. */
export function summarize({ name, info, status }: ConnectorAnswer, topics: string[] | null): ConnectorSummary {
  const tasks = status?.tasks ?? []
  return {
    name,
    type: typeOf(status?.type ?? info?.type),
    className: info?.config['connector.class'] ?? '',
    state: status?.connector.state ?? null,
    workerId: status?.connector.worker_id ?? null,
    tasks: {
      total: Math.max(tasks.length, info?.tasks.length ?? 0),
      running: tasks.filter(({ state }) => state === 'RUNNING').length,
      failed: tasks.filter(({ state }) => state === 'FAILED').length,
    },
    topics,
    failure: status && failureOf(status),
  }
}

/** A connector with all that is known of it. @param declared keys that its plugin declares as passwords */
export function describe(
  { name, info, status }: ConnectorAnswer,
  declared: ReadonlySet<string>,
): Pick<ConnectorDetail, 'name' | 'type' | 'className' | 'state' | 'workerId' | 'trace' | 'tasks' | 'config'> {
  return {
    name,
    type: typeOf(status?.type ?? info?.type),
    className: info?.config['connector.class'] ?? '',
    state: status?.connector.state ?? null,
    workerId: status?.connector.worker_id ?? null,
    trace: status ? shownTrace(status.connector.trace) : null,
    tasks: (status?.tasks ?? []).map(asTask).sort((one, other) => one.id - other.id),
    config: shownConfig(info?.config ?? {}, declared),
  }
}

export function typeOf(type: string | null | undefined): ConnectorSummary['type'] {
  return type === 'source' || type === 'sink' ? type : 'unknown'
}

function asTask({ id, state, worker_id, trace }: StatusAnswer['tasks'][number]): ConnectorTask {
  return { id, state, workerId: worker_id ?? null, trace: shownTrace(trace) }
}

function shownTrace(trace: string | null | undefined): string | null {
  if (!trace) return null
  const shown = withoutSecrets(trace.slice(0, traceLengthMax))
  const rest = trace.length - traceLengthMax
  return rest > 0 ? `${shown}\n… ${rest} more characters` : shown
}

/** The first line that a failed connector, or else its first failed task, says of itself. */
function failureOf({ connector, tasks }: StatusAnswer): string | null {
  const failed = [connector, ...tasks].find(({ state }) => state === 'FAILED')
  if (!failed) return null
  const line = (failed.trace ?? '').split('\n', 1)[0]!.trim()
  return line === '' ? 'It failed without saying why.' : withoutSecrets(line.slice(0, failureLengthMax))
}
