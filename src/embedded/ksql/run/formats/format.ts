import type { Value } from '../../functions/value'
import type { Column, FormatName, FormatSpec } from '../../plan/catalog'
import type { SchemaClient } from './schema-client'

/** Reads keys or values of one topic into values of columns. */
export interface Reader {
  /** Fetches what read() needs for these, such as schemas that were not seen before. */
  prepare(buffers: (Buffer | null)[]): Promise<void>
  /** @throws Error when the bytes are not of the format, or do not fit the columns */
  read(bytes: Buffer): Value[]
}

export interface Writer {
  /** Makes sure that all is there which write() needs. */
  prepare(): Promise<void>
  write(values: Value[]): Buffer
}

export interface FormatContext {
  schemas: SchemaClient
  /** `<topic>-key` or `<topic>-value`. */
  subject: string
  spec: FormatSpec
  /** Whether a single column stands alone, as keys' do. */
  isSingle: boolean
}

/** A way to put columns into bytes. */
export interface Format {
  name: FormatName
  reader(columns: Column[], context: FormatContext): Reader
  writer(columns: Column[], context: FormatContext): Writer
}

/** For formats that need nothing fetched. */
export async function nothing(): Promise<void> {}
