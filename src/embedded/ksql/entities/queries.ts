import type { PersistentQuery } from '../plan/catalog'
import { planSelect, sourceNamed } from '../plan/select'
import type { QueryPlan } from '../plan/query-plan'
import { notSupported, StatementError } from '../plan/statement-error'
import type { QueryFailure } from '../run/query-runner'
import type { StatementOf } from '../syntax/tree'
import type { EntityContext } from './context'
import { fieldsOf } from './fields'

type Engine = EntityContext['engine']

function stateOf({ id, isPaused }: PersistentQuery, engine: Engine): string {
  return isPaused ? 'PAUSED' : (engine.runner(id)?.state ?? 'RUNNING')
}

export function queryEntity(query: PersistentQuery, engine: Engine): object {
  const state = stateOf(query, engine)
  return {
    queryString: query.statement,
    sinks: [query.sink],
    sinkKafkaTopics: [query.sinkTopic],
    id: query.id,
    statusCount: { [state]: 1 },
    queryType: 'PERSISTENT',
    state,
  }
}

/** SHOW QUERIES, with EXTENDED a description of each. */
export function listQueries(isExtended: boolean, context: EntityContext): object {
  const { engine } = context
  const queries = [...engine.catalog().queries.values()]
  if (!isExtended) return { '@type': 'queries', queries: queries.map(query => queryEntity(query, engine)) }
  return { '@type': 'query_descriptions', queryDescriptions: queries.map(query => description(query, context)) }
}

/** EXPLAIN of a running query or of a SELECT. */
export function explain({ query: id, statement }: StatementOf<'explain'>, context: EntityContext): object {
  const catalog = context.engine.catalog()
  if (id !== null) {
    const query = catalog.queries.get(id)
    if (!query)
      throw new StatementError(`Query with id:${id} does not exist, use SHOW QUERIES to view the full set of queries.`)
    return { '@type': 'queryDescription', queryDescription: description(query, context) }
  }
  if (statement?.kind !== 'select' && statement?.kind !== 'createAs')
    throw notSupported(`EXPLAIN of ${statement?.kind}`)
  const source = sourceNamed(catalog, statement.query.from.name)
  const plan = planSelect(statement.query, {
    catalog,
    dialect: source.dialect,
    isTransient: statement.kind === 'select',
    sinkName: null,
    properties: context.properties,
  })
  const shown = { id: '', statement: '', plan, sinks: [], properties: {}, state: null, error: null }
  return { '@type': 'queryDescription', queryDescription: describe(shown, context.host) }
}

function description(query: PersistentQuery, { engine, host }: EntityContext): object {
  const error = engine.runner(query.id)?.error ?? null
  return describe({ ...query, sinks: [query.sink], state: stateOf(query, engine), error }, host)
}

interface Described {
  id: string
  statement: string
  plan: QueryPlan
  sinks: string[]
  properties: Record<string, string>
  state: string | null
  error: QueryFailure | null
}

function describe({ id, statement, plan, sinks, properties, state, error }: Described, host: string): object {
  return {
    id,
    statementText: statement,
    windowType: plan.window?.kind ?? null,
    fields: fieldsOf(plan),
    sources: [plan.source.name],
    sinks,
    topology: topology(plan),
    executionPlan: topology(plan),
    overriddenProperties: properties,
    ksqlHostQueryStatus: state === null ? {} : { [host]: state },
    queryType: sinks.length > 0 ? 'PERSISTENT' : 'PUSH',
    queryErrors: error === null ? [] : [{ timestamp: error.at, errorMessage: error.message, type: 'UNKNOWN' }],
    tasksMetadata: [],
    state,
  }
}

/** The operators in their order, one a line. */
function topology({ source, steps, sink }: QueryPlan): string {
  const lines = steps.map(step => {
    switch (step.op) {
      case 'filter':
        return ` > [ FILTER ] ${step.text}`
      case 'rekey':
        return ` > [ REKEY ] ${step.key.length} columns`
      case 'aggregate':
        return ` > [ AGGREGATE ] ${step.groups.length} grouped columns, ${step.aggregates.length} aggregates${step.window ? `, ${step.window.kind}` : ''}`
      case 'project':
        return ` > [ PROJECT ] ${step.items.map(({ name }) => name).join(', ')}`
    }
  })
  const from = ` > [ SOURCE ] ${source.kind} ${source.name}, topic ${source.topic}`
  return [from, ...lines, ...(sink ? [` > [ SINK ] topic ${sink.topic}`] : [])].join('\n')
}
