import type { QueryPlan, Step } from '../plan/query-plan'
import { aggregate } from './operators/aggregate'
import { streamFilter, tableFilter } from './operators/filter'
import type { Change, Emit, Operator, OperatorContext } from './operators/operator'
import { project } from './operators/project'
import { rekey } from './operators/rekey'
import { tableSource } from './operators/table-source'

/** A query's operators, one behind the other. */
export interface Pipeline {
  process(change: Change): void
  /** The rows of the result as it stands: of a table only. */
  rows(): Change[]
}

/** Builds the operators of a plan, the last first, because each is given where its changes go. */
export function buildPipeline(plan: QueryPlan, context: OperatorContext, emit: Emit): Pipeline {
  const { first, rows } = chain(plan, context, emit)
  return {
    process: first,
    rows() {
      const result: Change[] = []
      // The same operators on the stored rows, with an end of their own.
      const replay = rows(change => result.push(change))
      replay()
      return result
    },
  }
}

interface Chain {
  first: Operator
  /** Replays what is stored into an own chain of the operators behind the store. */
  rows(emit: Emit): () => void
}

function chain(plan: QueryPlan, context: OperatorContext, emit: Emit): Chain {
  const isTable = plan.source.kind === 'TABLE'
  const at = plan.steps.findIndex(step => step.op === 'aggregate')
  const before = at < 0 ? plan.steps : plan.steps.slice(0, at)
  const after = at < 0 ? [] : plan.steps.slice(at + 1)
  const step = plan.steps[at]
  if (step?.op === 'aggregate') {
    const needsOld = after.some(({ op }) => op === 'filter')
    const aggregation = aggregate(step, context, needsOld, stateless(after, true, context, emit))
    const head = stateless(before, isTable, context, aggregation.operator)
    return {
      first: isTable ? tableSource(context, head).operator : head,
      rows: end => () => forEach(aggregation.rows(), stateless(after, true, context, end)),
    }
  }
  const head = stateless(before, isTable, context, emit)
  if (!isTable) return { first: head, rows: () => () => {} }
  const source = tableSource(context, head)
  return { first: source.operator, rows: end => () => forEach(source.rows(), stateless(before, true, context, end)) }
}

function forEach(changes: Iterable<Change>, operator: Operator): void {
  for (const change of changes) operator(change)
}

/** The operators that remember nothing. */
function stateless(steps: Step[], isTable: boolean, context: OperatorContext, emit: Emit): Operator {
  return steps.reduceRight<Operator>((next, step) => {
    switch (step.op) {
      case 'filter':
        return isTable ? tableFilter(step.predicate, context, next) : streamFilter(step.predicate, context, next)
      case 'rekey':
        return rekey(step, context, next)
      case 'project':
        return project(step.items, context, next)
      case 'aggregate':
        throw new Error('an aggregation remembers')
    }
  }, emit)
}
