import type { DecodedField, DecodedKind } from '../../../shared/contract/records'
import type { SchemaEntry } from './schemas'

/** How much of a value is wanted. */
export interface Wanted {
  /** Characters of text at most. */
  charsMax: number
  /** Top-level fields, for columns. */
  fields: boolean
  /** JSON with line ends and indents. */
  indent: boolean
  /** The text is only searched: JSON may be taken as it was written, unchecked. */
  searchOnly: boolean
}

export interface DecodeContext {
  wanted: Wanted
  /** What is known of a schema id; undefined: it was not asked for. */
  schema(id: number): SchemaEntry | undefined
}

/** A value, understood. */
export interface Decoding {
  kind: DecodedKind
  text: string
  isCut: boolean
  fields: DecodedField[] | null
  schemaId: number | null
  reason: string | null
}

/** What a decoder says of bytes: the value, or why it is not of its kind; null: not at all. */
export type Outcome = Decoding | { refused: string } | null

/** One way to understand bytes. Throws nothing. */
export interface Decoder {
  name: string
  decode(bytes: Buffer, context: DecodeContext): Outcome
}

/** A decoding without fields; the text is cut to what is wanted. */
export function plain(kind: DecodedKind, text: string, { charsMax }: Wanted, reason: string | null = null): Decoding {
  const isCut = text.length > charsMax
  return { kind, text: isCut ? cut(text, charsMax) : text, isCut, fields: null, schemaId: null, reason }
}

/** The beginning of a text, never ending in half of a character. */
export function cut(text: string, charsMax: number): string {
  if (text.length <= charsMax) return text
  const last = text.charCodeAt(charsMax - 1)
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? charsMax - 1 : charsMax)
}
