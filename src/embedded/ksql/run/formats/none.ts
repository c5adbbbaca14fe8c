import { nothing, type Format } from './format'

/** No columns, no bytes. */
export const none: Format = {
  name: 'NONE',
  reader: () => ({ prepare: nothing, read: () => [] }),
  writer: () => ({ prepare: nothing, write: () => Buffer.alloc(0) }),
}
