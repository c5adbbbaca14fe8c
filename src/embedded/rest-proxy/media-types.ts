import { restError } from './errors'

/** How the records of a request are written. */
export const formatNames = ['binary', 'json', 'avro'] as const
export type FormatName = (typeof formatNames)[number]

/** Content type of every answer that holds no records. */
export const kafkaContentType = 'application/vnd.kafka.v2+json'

/** What an Accept header may ask for and still get `kafkaContentType`. */
const accepted = [kafkaContentType, 'application/vnd.kafka+json', 'application/json', 'application/*', '*/*']

/**
 * The format of embedded records that a content type names.
 *
 * @throws HttpError 415
 */
export function embeddedFormat(contentType: string | undefined): FormatName {
  const type = bareType(contentType ?? '')
  const format = formatNames.find(name => type === embeddedType(name))
  if (format) return format
  const absent = /^application\/vnd\.kafka\.(jsonschema|protobuf)\.v2\+json$/.exec(type)
  const wanted = formatNames.map(embeddedType).join(', ')
  throw restError(
    'unsupportedMediaType',
    absent ? `${absent[1]} is not implemented; use one of ${wanted}` : `${type || 'none given'}; use one of ${wanted}`,
  )
}

/**
 * Holds an Accept header against what we answer. None at all accepts everything.
 *
 * @throws HttpError 406
 */
export function checkAccept(accept: string | undefined): void {
  if (!accept) return
  if (!accept.split(',').some(type => accepted.includes(bareType(type)))) throw restError('notAcceptable')
}

/** Content type of records of a format. */
export function embeddedType(format: FormatName): string {
  return `application/vnd.kafka.${format}.v2+json`
}

/** Whether a body without records may have this content type. */
export function isKafkaJson(contentType: string): boolean {
  return [kafkaContentType, 'application/vnd.kafka+json', 'application/json'].includes(bareType(contentType))
}

/**
 * Holds the Accept header of a read against the instance's format. Whoever names no format gets that one.
 *
 * @throws HttpError 40601 another format, 406 something else
 */
export function checkAcceptRecords(accept: string | undefined, format: FormatName): void {
  const types = (accept ?? '*/*').split(',').map(bareType)
  if (types.includes(embeddedType(format)) || types.some(type => accepted.includes(type))) return
  if (types.some(type => formatNames.some(name => type === embeddedType(name))))
    throw restError('formatMismatch', format)
  throw restError('notAcceptable')
}

/** Without parameters. */
function bareType(type: string): string {
  return type.split(';')[0]!.trim().toLowerCase()
}
