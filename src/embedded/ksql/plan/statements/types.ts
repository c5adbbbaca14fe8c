import type { StatementOf } from '../../syntax/tree'
import { showType } from '../../syntax/types'
import { resolveType } from '../expression/compile'
import { StatementError } from '../statement-error'
import type { PlanContext, Planned, Skipped } from './context'

/** CREATE TYPE gives a type a name. */
export function planCreateType(statement: StatementOf<'createType'>, { catalog }: PlanContext): Planned | Skipped {
  const { name, ifNotExists } = statement
  if (catalog.types.has(name)) {
    const message = `Cannot register custom type '${name}' since it is already registered with type: ${showType(catalog.types.get(name)!)}`
    if (ifNotExists) return { warning: message }
    throw new StatementError(message)
  }
  const of = resolveType(statement.type, catalog)
  return {
    command: { type: 'createType', name, of },
    commandId: `type/${name}/create`,
    message: `Registered custom type with name '${name}' and SQL type ${showType(of)}`,
  }
}

export function planDropType(statement: StatementOf<'dropType'>, { catalog }: PlanContext): Planned | Skipped {
  const { name, ifExists } = statement
  if (!catalog.types.has(name)) {
    if (ifExists) return { warning: `Type '${name}' does not exist` }
    throw new StatementError(`Type ${name} does not exist.`)
  }
  return { command: { type: 'dropType', name }, commandId: `type/${name}/drop`, message: `Dropped type '${name}'` }
}
