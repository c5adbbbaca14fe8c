import type { Statement, StatementKind, StatementOf } from '../../syntax/tree'
import type { PlanContext, Planned, Skipped } from './context'
import { planControl } from './control'
import { planCreateAs } from './create-as'
import { planCreateSource } from './create-source'
import { planDrop } from './drop'
import { planInsertSelect } from './insert-select'
import { planCreateType, planDropType } from './types'

export type { PlanContext, Planned, Skipped } from './context'

type Planners = { [K in StatementKind]?: (statement: StatementOf<K>, context: PlanContext) => Planned | Skipped }

/** Every statement that changes the catalog. All others only read it, or the topics. */
const planners: Planners = {
  createSource: planCreateSource,
  createAs: planCreateAs,
  insertSelect: planInsertSelect,
  drop: planDrop,
  terminate: planControl,
  pause: planControl,
  resume: planControl,
  createType: planCreateType,
  dropType: planDropType,
}

/** Whether the statement changes the catalog, and so is kept in the command topic. */
export function isCommand(statement: Statement): boolean {
  return planners[statement.kind] !== undefined
}

/**
 * What a statement does to the catalog.
 *
 * @throws StatementError when it cannot be carried out
 */
export function planStatement(statement: Statement, context: PlanContext): Planned | Skipped {
  const plan = planners[statement.kind] as
    ((statement: Statement, context: PlanContext) => Planned | Skipped) | undefined
  if (!plan) throw new Error(`${statement.kind} changes nothing`)
  return plan(statement, context)
}
