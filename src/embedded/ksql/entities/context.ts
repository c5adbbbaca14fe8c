import type { Engine } from '../run/engine'

/** What statements that only look are answered from. */
export interface EntityContext {
  engine: Engine
  properties: Record<string, string>
  variables: Map<string, string>
  /** host:port of this server, by which answers name it. */
  host: string
}

/** One entity or several, without the fields that all have. */
export type Entities = Promise<object | object[]> | object | object[]
