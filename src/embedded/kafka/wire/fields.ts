/**
 * A message is declared once, as an object of fields with the versions on them; a codec is compiled from it for each
 * version (`compile`). Flexible versions (KIP-482) change how lengths are written and add tagged fields; no declaration
 * has to say so.
 *
 *     const request = struct({ topics: array({ name: string, id: since(10, uuid) }), rack: since(11, string) })
 *     request.compile({ version: 10, flexible: false })
 */
import { WireError, type Reader } from './reader'
import type { Writer } from './writer'

/** What a codec is compiled for. */
export interface Version {
  version: number
  flexible: boolean
}

export interface Codec<R, W = R> {
  read(reader: Reader): R
  write(writer: Writer, value: W): void
}

/** One field's type: `R` is what reading gives, `W` what writing takes. */
export interface Field<R, W = R> {
  /** What a version without the field reads, and what it writes when nothing is given. */
  readonly zero: R
  compile(version: Version): Codec<R, W>
  /** The same with a null allowed; absent for types that have no null on the wire. */
  compileNullable?(version: Version): Codec<R | null, W | null>
  /** First and last version that has the field. */
  readonly since?: number
  readonly until?: number
  /** The field travels in the tag section of flexible versions, when it differs from `zero`. */
  readonly tag?: number
}

/** A field that may be left out of what is written: its `zero` is written then. */
export interface OptionalField<R, W = R> extends Field<R, W> {
  readonly optional: true
}

// `never` and `unknown` at these places let every field be assigned to it, whatever it reads and writes.
export type Shape = Readonly<Record<string, Field<unknown, never>>>
export type ReadOf<S extends Shape> = { [K in keyof S]: S[K] extends Field<infer R, never> ? R : never }
type OptionalKeys<S extends Shape> = { [K in keyof S]: S[K] extends { optional: true } ? K : never }[keyof S]
type WriteValue<F> = F extends { compile(version: Version): Codec<unknown, infer W> } ? W : never
export type WriteOf<S extends Shape> = { [K in Exclude<keyof S, OptionalKeys<S>>]: WriteValue<S[K]> } & {
  [K in OptionalKeys<S>]?: WriteValue<S[K]>
}

/** Arrays of more entries are refused before memory is taken for them; a frame has room for no more real ones. */
export const arrayLengthMax = 10_000_000

function scalar<T>(zero: T, read: (reader: Reader) => T, write: (writer: Writer, value: T) => void): Field<T> {
  const codec = { read, write }
  return { zero, compile: () => codec }
}

export const int8 = scalar(
  0,
  reader => reader.int8(),
  (writer, value) => writer.int8(value),
)
export const int16 = scalar(
  0,
  reader => reader.int16(),
  (writer, value) => writer.int16(value),
)
export const int32 = scalar(
  0,
  reader => reader.int32(),
  (writer, value) => writer.int32(value),
)
export const uint16 = scalar(
  0,
  reader => reader.uint16(),
  (writer, value) => writer.uint16(value),
)
export const uint32 = scalar(
  0,
  reader => reader.uint32(),
  (writer, value) => writer.uint32(value),
)
/** A number: exact up to 2^53. */
export const int64 = scalar(
  0,
  reader => reader.int64(),
  (writer, value) => writer.int64(value),
)
export const float64 = scalar(
  0,
  reader => reader.float64(),
  (writer, value) => writer.float64(value),
)
export const boolean = scalar(
  false,
  reader => reader.int8() !== 0,
  (writer, value) => writer.int8(value ? 1 : 0),
)

/** All zeros: no id. */
export const zeroUuid = '00000000-0000-0000-0000-000000000000'

/** 16 bytes, as text with hyphens. */
export const uuid = scalar(zeroUuid, readUuid, (writer, value: string) =>
  writer.bytes(Buffer.from(value.replaceAll('-', ''), 'hex')),
)

function readUuid(reader: Reader): string {
  const hex = reader.slice(16).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

interface Lengths {
  /** The length, or -1 for null. */
  read(reader: Reader): number
  write(writer: Writer, length: number): void
}

const compact: Lengths = {
  read: reader => reader.uvarint() - 1,
  write: (writer, length) => writer.uvarint(length + 1),
}
const int16Lengths: Lengths = { read: reader => reader.int16(), write: (writer, length) => writer.int16(length) }
const int32Lengths: Lengths = { read: reader => reader.int32(), write: (writer, length) => writer.int32(length) }

function sized<R, W>(
  zero: R,
  plain: Lengths,
  what: string,
  body: (version: Version) => {
    read(reader: Reader, length: number): R
    write(writer: Writer, value: W, lengths: Lengths): void
  },
): Field<R, W> & Required<Pick<Field<R, W>, 'compileNullable'>> {
  const compileNullable = (version: Version): Codec<R | null, W | null> => {
    const lengths = version.flexible ? compact : plain
    const { read, write } = body(version)
    return {
      read(reader) {
        const length = lengths.read(reader)
        return length < 0 ? null : read(reader, length)
      },
      write(writer, value) {
        if (value === null) lengths.write(writer, -1)
        else write(writer, value, lengths)
      },
    }
  }
  return {
    zero,
    compileNullable,
    compile(version) {
      const codec = compileNullable(version)
      return {
        read(reader) {
          const value = codec.read(reader)
          if (value === null)
            throw new WireError(`${what} is null where the protocol has none, before byte ${reader.position}`)
          return value
        },
        write: codec.write,
      }
    },
  }
}

export const string = sized<string, string>('', int16Lengths, 'a string', () => ({
  read: (reader, length) => reader.text(length),
  write(writer, value, lengths) {
    const length = Buffer.byteLength(value)
    lengths.write(writer, length)
    writer.text(value, length)
  },
}))

export const bytes = sized<Buffer, Uint8Array>(Buffer.alloc(0), int32Lengths, 'a byte string', () => ({
  read: (reader, length) => reader.slice(length),
  write(writer, value, lengths) {
    lengths.write(writer, value.length)
    writer.bytes(value)
  },
}))

/**
 * Record batches: read as a view of the request's bytes, written by reference, in one piece or several. Neither way
 * copies them.
 */
export const records = sized<Buffer, Buffer | readonly Buffer[]>(Buffer.alloc(0), int32Lengths, 'a record set', () => ({
  read: (reader, length) => reader.slice(length),
  write(writer, value, lengths) {
    const pieces = Buffer.isBuffer(value) ? [value] : value
    lengths.write(
      writer,
      pieces.reduce((sum, piece) => sum + piece.length, 0),
    )
    for (const piece of pieces) writer.reference(piece)
  },
}))

/** A list of structs, or of one type of value: `array({ name: string })`, `array(int32)`. */
export function array<S extends Shape>(entry: S): Field<ReadOf<S>[], readonly WriteOf<S>[]>
export function array<R, W>(entry: Field<R, W>): Field<R[], readonly W[]>
export function array(entry: Shape | Field<unknown, never>): Field<unknown[], readonly never[]> {
  const field = isField(entry) ? entry : (struct(entry) as Field<unknown, never>)
  return sized<unknown[], readonly never[]>([], int32Lengths, 'an array', version => {
    const codec = field.compile(version)
    return {
      read(reader, length) {
        if (length > arrayLengthMax || length > reader.remaining) {
          throw new WireError(
            `an array of ${length} entries in ${reader.remaining} bytes, before byte ${reader.position}`,
          )
        }
        const values: unknown[] = []
        for (let index = 0; index < length; index++) values.push(codec.read(reader))
        return values
      },
      write(writer, values, lengths) {
        lengths.write(writer, values.length)
        for (const value of values) codec.write(writer, value)
      },
    }
  })
}

/** A null is allowed; with `from`, only from that version on. */
export function nullable<R, W>(field: Field<R, W>, from = 0): Field<R | null, W | null> {
  const { compileNullable } = field
  if (!compileNullable) throw new Error('this type has no null on the wire')
  return {
    ...field,
    zero: from === 0 ? null : field.zero,
    compile: version =>
      version.version >= from ? compileNullable(version) : (field.compile(version) as Codec<R | null, W | null>),
    compileNullable: undefined,
  }
}

/** The field exists from `version` on; before it reads as `zero` and is not written. */
export function since<R, W>(version: number, field: Field<R, W>, zero = field.zero): OptionalField<R, W> {
  return { ...field, zero, since: version, optional: true }
}

/** The field exists up to and with `version`; afterwards it reads as `zero` and is not written. */
export function until<R, W>(version: number, field: Field<R, W>, zero = field.zero): OptionalField<R, W> {
  return { ...field, zero, until: version, optional: true }
}

/** The field travels in the tag section of flexible versions; `zero` is not sent. */
export function tagged<R, W>(tag: number, field: Field<R, W>, zero = field.zero): OptionalField<R, W> {
  return { ...field, zero, tag, optional: true }
}

/** The same field with another value for versions that have none. */
export function defaulted<R, W>(field: Field<R, W>, zero: R): OptionalField<R, W> {
  return { ...field, zero, optional: true }
}

/** Several fields in order. In flexible versions a tag section closes them. */
export function struct<S extends Shape>(shape: S): Field<ReadOf<S>, WriteOf<S>> {
  return {
    zero: Object.fromEntries(Object.entries(shape).map(([name, field]) => [name, field.zero])) as ReadOf<S>,
    compile: version => compileStruct(shape, version) as Codec<ReadOf<S>, WriteOf<S>>,
    compileNullable(version) {
      const codec = compileStruct(shape, version) as Codec<ReadOf<S>, WriteOf<S>>
      return {
        read: reader => (reader.int8() < 0 ? null : codec.read(reader)),
        write(writer, value) {
          writer.int8(value === null ? -1 : 1)
          if (value !== null) codec.write(writer, value)
        },
      }
    },
  }
}

function isField(entry: Shape | Field<unknown, never>): entry is Field<unknown, never> {
  return typeof entry.compile === 'function'
}

type AnyCodec = Codec<unknown, unknown>
type Values = Record<string, unknown>

function compileStruct(shape: Shape, version: Version): Codec<Values, Values> {
  const fields = Object.entries(shape).map(([name, field]) => ({
    name,
    field,
    isPresent: version.version >= (field.since ?? 0) && version.version <= (field.until ?? Infinity),
  }))
  const plain = fields
    .filter(({ field, isPresent }) => isPresent && field.tag === undefined)
    .map(({ name, field }) => ({ name, zero: field.zero, codec: field.compile(version) as AnyCodec }))
  const absent = fields
    .filter(({ field, isPresent }) => !isPresent || field.tag !== undefined)
    .map(({ name, field }) => ({ name, zero: field.zero }))
  const tags = fields
    .filter(({ field, isPresent }) => isPresent && field.tag !== undefined)
    .map(({ name, field }) => ({ tag: field.tag!, name, zero: field.zero, codec: field.compile(version) as AnyCodec }))
    .sort((a, b) => a.tag - b.tag)
  const tagSection = version.flexible ? compileTags(tags) : undefined
  return {
    read(reader) {
      const values: Values = {}
      for (const { name, codec } of plain) values[name] = codec.read(reader)
      for (const { name, zero } of absent) values[name] = zero
      tagSection?.read(reader, values)
      return values
    },
    write(writer, values) {
      for (const { name, codec, zero } of plain) {
        const value = values[name]
        codec.write(writer, value === undefined ? zero : value)
      }
      tagSection?.write(writer, values)
    },
  }
}

interface TaggedEntry {
  tag: number
  name: string
  zero: unknown
  codec: AnyCodec
}

function compileTags(tags: TaggedEntry[]) {
  const byTag = new Map(tags.map(entry => [entry.tag, entry]))
  return {
    read(reader: Reader, values: Values): void {
      for (let count = reader.uvarint(); count > 0; count--) {
        const entry = byTag.get(reader.uvarint())
        const size = reader.uvarint()
        const end = reader.position + size
        // Tags that we do not know are skipped, as the protocol asks.
        if (entry) values[entry.name] = entry.codec.read(reader)
        if (reader.position > end) throw new WireError(`a tagged field is longer than its size, at byte ${end}`)
        reader.skip(end - reader.position)
      }
    },
    write(writer: Writer, values: Values): void {
      const present = tags.filter(({ name, zero }) => values[name] !== undefined && !isZero(values[name], zero))
      writer.uvarint(present.length)
      for (const { tag, name, codec } of present) {
        writer.uvarint(tag)
        const body = writer.fork()
        codec.write(body, values[name])
        writer.uvarint(body.length)
        for (const piece of body.pieces()) writer.bytes(piece)
      }
    },
  }
}

function isZero(value: unknown, zero: unknown): boolean {
  if (value === zero) return true
  return Array.isArray(value) && Array.isArray(zero) && value.length === 0 && zero.length === 0
}
