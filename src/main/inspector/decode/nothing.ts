import { plain, type Decoder } from './decoder'

/** No key, or a value that deletes: a tombstone. */
export const nothing: Decoder = { name: 'nothing', decode: (_bytes, { wanted }) => plain('null', '', wanted) }
