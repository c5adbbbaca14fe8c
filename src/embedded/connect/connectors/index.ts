import { jdbcSource } from './jdbc-source'
import type { SourceConnectorPlugin } from './plugin'

/** Every connector that we have. */
export const connectors: readonly SourceConnectorPlugin[] = [jdbcSource]
