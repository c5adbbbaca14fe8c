import type { Column, FormatSpec } from '../../plan/catalog'
import { avro } from './avro'
import { delimited } from './delimited'
import type { Format, FormatContext, Reader, Writer } from './format'
import { json } from './json'
import { kafka } from './kafka'
import { none } from './none'
import type { SchemaClient } from './schema-client'

export type { Reader, Writer } from './format'

const formats: Format[] = [kafka, json, avro, delimited, none]

function formatNamed({ name }: FormatSpec): Format {
  return formats.find(format => format.name === name)!
}

type Part = 'key' | 'value'

/** What reads the keys or values of a topic. */
export function readerOf(
  part: Part,
  topic: string,
  spec: FormatSpec,
  columns: Column[],
  schemas: SchemaClient,
): Reader {
  return formatNamed(spec).reader(columns, contextOf(part, topic, spec, columns, schemas))
}

export function writerOf(
  part: Part,
  topic: string,
  spec: FormatSpec,
  columns: Column[],
  schemas: SchemaClient,
): Writer {
  return formatNamed(spec).writer(columns, contextOf(part, topic, spec, columns, schemas))
}

function contextOf(
  part: Part,
  topic: string,
  spec: FormatSpec,
  columns: Column[],
  schemas: SchemaClient,
): FormatContext {
  const isSingle = columns.length === 1 && (part === 'key' || spec.isWrapped === false)
  return { schemas, subject: `${topic}-${part}`, spec, isSingle }
}
