import type { StatementOf } from '../../syntax/tree'
import { StatementError } from '../statement-error'
import type { PlanContext, Planned } from './context'

const done = { terminate: 'Query terminated.', pause: 'Query paused.', resume: 'Query resumed.' }

/** TERMINATE, PAUSE and RESUME. */
export function planControl(
  statement: StatementOf<'terminate' | 'pause' | 'resume'>,
  { catalog }: PlanContext,
): Planned {
  const { kind, query } = statement
  if (query !== null && !catalog.queries.has(query)) throw new StatementError(`Unknown queryId: ${query}`)
  return {
    command: { type: kind, queries: query === null ? [...catalog.queries.keys()] : [query] },
    commandId: `${kind}/${query ?? 'ALL'}/execute`,
    message: done[kind],
  }
}
