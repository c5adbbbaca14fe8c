import type { SourceKind } from '../../syntax/tree'
import type { Catalog } from '../catalog'
import { notSupported, StatementError } from '../statement-error'
import type { Skipped } from './context'

/** Checks that a source may be made under its name; answers why nothing is to be done, or null. */
export function checkNewName(
  statement: { name: string; source: SourceKind; orReplace: boolean; ifNotExists: boolean },
  catalog: Catalog,
): Skipped | null {
  const { name, source, orReplace, ifNotExists } = statement
  const existing = catalog.sources.get(name)
  if (!existing) return null
  const kind = existing.kind.toLowerCase()
  if (ifNotExists) {
    return { warning: `Cannot add ${source.toLowerCase()} \`${name}\`: A ${kind} with the same name already exists.` }
  }
  if (orReplace) throw notSupported('CREATE OR REPLACE of what exists')
  throw new StatementError(`Cannot add ${source.toLowerCase()} '${name}': A ${kind} with the same name already exists`)
}
