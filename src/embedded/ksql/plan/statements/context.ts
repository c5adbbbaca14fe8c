import type { Catalog } from '../catalog'
import type { Command } from '../command'
import type { Facts } from '../facts'

/** What a statement is planned with. */
export interface PlanContext {
  catalog: Catalog
  facts: Facts
  /** Properties of the request, in force at this statement. */
  properties: Record<string, string>
  /** Becomes part of the name of a query that the statement makes: the offset of its command. */
  number: number
  /** Where a query that the statement makes begins to read, when not at the beginning. */
  startOffsets: Record<string, string> | null
}

export interface Planned {
  command: Command
  /** Identifies the command in the command topic: `stream/NAME/create`. */
  commandId: string
  /** What has been done, for the command's status. */
  message: string
}

/** A statement that changes nothing, and why: IF NOT EXISTS found it. */
export interface Skipped {
  warning: string
}
