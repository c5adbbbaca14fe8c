import type { SqlType } from '../syntax/types'
import type { Catalog, PersistentQuery, Source } from './catalog'
import { withEntry, withoutEntries } from './catalog'

/** A topic that must be there before a command is done. */
export interface TopicSpec {
  name: string
  partitions: number
  replicas: number
  config: Record<string, string>
}

/** What a statement does to the catalog, and what must be there in the world for it. */
export type Command =
  | { type: 'createSource'; source: Source; topic: TopicSpec | null }
  | { type: 'createAs'; source: Source; query: PersistentQuery; topic: TopicSpec }
  | { type: 'insertSelect'; query: PersistentQuery }
  | { type: 'drop'; source: Source; queries: string[]; deletesTopic: boolean }
  | { type: 'terminate' | 'pause' | 'resume'; queries: string[] }
  | { type: 'createType'; name: string; of: SqlType }
  | { type: 'dropType'; name: string }

/** The catalog after a command. */
export function applyCommand(catalog: Catalog, command: Command): Catalog {
  const { sources, queries, types } = catalog
  switch (command.type) {
    case 'createSource':
      return { ...catalog, sources: withEntry(sources, command.source.name, command.source) }
    case 'createAs':
      return {
        ...catalog,
        sources: withEntry(sources, command.source.name, command.source),
        queries: withEntry(queries, command.query.id, command.query),
      }
    case 'insertSelect':
      return { ...catalog, queries: withEntry(queries, command.query.id, command.query) }
    case 'drop':
      return {
        ...catalog,
        sources: withoutEntries(sources, [command.source.name]),
        queries: withoutEntries(queries, command.queries),
      }
    case 'terminate':
      return { ...catalog, queries: withoutEntries(queries, command.queries) }
    case 'pause':
    case 'resume': {
      const changed = new Map(queries)
      for (const id of command.queries) {
        const query = changed.get(id)
        if (query) changed.set(id, { ...query, isPaused: command.type === 'pause' })
      }
      return { ...catalog, queries: changed }
    }
    case 'createType':
      return { ...catalog, types: withEntry(types, command.name, command.of) }
    case 'dropType':
      return { ...catalog, types: withoutEntries(types, [command.name]) }
  }
}
