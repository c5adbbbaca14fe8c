import { cast } from './cast'
import { extractField } from './extract-field'
import { filter } from './filter'
import { hoistField } from './hoist-field'
import { insertField } from './insert-field'
import { insertHeader } from './insert-header'
import { maskField } from './mask-field'
import { regexRouter } from './regex-router'
import { replaceField } from './replace-field'
import { setSchemaMetadata } from './set-schema-metadata'
import { timestampConverter } from './timestamp-converter'
import { timestampRouter } from './timestamp-router'
import type { TransformPlugin } from './transform'
import { valueToKey } from './value-to-key'

/** Every transform that we have. */
export const transforms: readonly TransformPlugin[] = [
  ...cast,
  ...extractField,
  filter,
  ...hoistField,
  ...insertField,
  insertHeader,
  ...maskField,
  regexRouter,
  ...replaceField,
  ...setSchemaMetadata,
  ...timestampConverter,
  timestampRouter,
  valueToKey,
]
