import type { StatementOf } from '../../syntax/tree'
import { StatementError } from '../statement-error'
import type { PlanContext, Planned, Skipped } from './context'

/** DROP STREAM and DROP TABLE. The query that made the source ends with it; others that use it stand in the way. */
export function planDrop(statement: StatementOf<'drop'>, { catalog }: PlanContext): Planned | Skipped {
  const { name, source: kind, ifExists, deleteTopic } = statement
  const source = catalog.sources.get(name)
  if (!source) {
    if (ifExists) return { warning: `Source \`${name}\` does not exist.` }
    throw new StatementError(`${kind === 'STREAM' ? 'Stream' : 'Table'} ${name} does not exist.`)
  }
  if (source.kind !== kind) {
    throw new StatementError(`Incompatible data source type is ${source.kind}, but statement was DROP ${kind}`)
  }
  const queries = [...catalog.queries.values()].filter(({ id }) => id !== source.createdBy)
  const ids = (used: typeof queries) => used.map(({ id }) => id).join(', ')
  const readers = queries.filter(query => query.source === name)
  const writers = queries.filter(query => query.sink === name)
  if (readers.length + writers.length > 0) {
    throw new StatementError(
      `Cannot drop ${name}.\nThe following queries read from this source: [${ids(readers)}].\nThe following queries write into this source: [${ids(writers)}].\nYou need to terminate them before dropping ${name}.`,
    )
  }
  if (deleteTopic) {
    if (source.isReadOnly) throw new StatementError(`Cannot delete topic for read-only source: ${name}`)
    const others = [...catalog.sources.values()].filter(other => other.topic === source.topic && other.name !== name)
    if (others.length > 0) {
      throw new StatementError(
        `Refusing to delete topic. Found other data sources (${others.map(other => other.name).join(', ')}) using topic ${source.topic}`,
      )
    }
  }
  return {
    command: { type: 'drop', source, queries: source.createdBy ? [source.createdBy] : [], deletesTopic: deleteTopic },
    commandId: `${kind.toLowerCase()}/${name}/drop`,
    message: `Source \`${name}\` (topic: ${source.topic}) was dropped.`,
  }
}
