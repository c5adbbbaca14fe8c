import type { DecodeContext, Decoder, Decoding } from './decoder'
import { framed } from './framed'
import { bytes as hexadecimal } from './hexadecimal'
import { json } from './json'
import { nothing } from './nothing'
import { number } from './number'
import { text } from './text'

export { type Decoding, type DecodeContext, type Wanted } from './decoder'
export { schemaIdOf } from './framed'
export { hexOf } from './hexadecimal'
export { schemaStore, type LoadedSchema, type SchemaEntry, type SchemaStore } from './schemas'

/** In the order in which they are tried; the last one understands everything. */
const decoders: Decoder[] = [nothing, framed, json, text, number, hexadecimal]

const noBytes = Buffer.alloc(0)

/** Understands a key, a value or a header as well as it can be. Never throws. */
export function decode(bytes: Buffer | null, context: DecodeContext): Decoding {
  if (bytes === null) return nothing.decode(noBytes, context) as Decoding
  let refused: string | null = null
  for (const decoder of decoders.slice(1)) {
    const outcome = decoder.decode(bytes, context)
    if (outcome === null) continue
    if (!('refused' in outcome)) return { ...outcome, reason: joined(outcome, refused) }
    refused ??= outcome.refused
  }
  throw new Error('the last decoder understands everything')
}

/** A text that is there needs no excuse; for anything guessed, what was refused before is worth knowing. */
function joined({ kind, reason }: Decoding, refused: string | null): string | null {
  if (refused === null || (kind !== 'bytes' && kind !== 'number')) return reason
  return kind === 'bytes' ? refused : `${reason ?? ''}; ${refused}`.replace(/^; /, '')
}
