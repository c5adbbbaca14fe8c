import { restError } from '../errors'
import { formatNames, type FormatName } from '../media-types'

/** How long a read waits when the instance says nothing else, in ms. */
const requestMsDefault = 1_000

/** No read waits longer, in ms. */
const requestMsMax = 300_000

/** Characters of an instance's name. */
const nameLengthMax = 255

/** What an instance was created with. */
export interface InstanceConfig {
  /** Undefined when the proxy is to choose. */
  name?: string
  format: FormatName
  /** Where a partition without committed offset begins. */
  offsetReset: 'earliest' | 'latest'
  /** Whether what was read is committed every few seconds. */
  autoCommit: boolean
  /** A fetch waits for so many bytes. */
  fetchBytesMin: number
  /** How long a read waits when it does not say. */
  requestMs: number
}

const fields = [
  'id',
  'name',
  'format',
  'auto.offset.reset',
  'auto.commit.enable',
  'fetch.min.bytes',
  'consumer.request.timeout.ms',
]

/**
 * Reads the body of a create request; values may be text, as in Kafka's configs, or JSON.
 *
 * @throws HttpError 42204, 422 unknown field
 */
export function instanceConfig(body: unknown): InstanceConfig {
  const given = (body ?? {}) as Record<string, unknown>
  if (typeof given !== 'object' || Array.isArray(given)) throw restError('malformed', 'The body must be an object.')
  const unknown = Object.keys(given).find(name => !fields.includes(name))
  if (unknown !== undefined) throw restError('unprocessable', `Unrecognized field: ${unknown}`)
  const text = (name: string) => (given[name] === undefined || given[name] === null ? undefined : String(given[name]))
  const name = text('name') ?? text('id')
  if (name !== undefined && (name === '' || name.length > nameLengthMax)) {
    throw restError('consumerConfig', `name must have 1 to ${nameLengthMax} characters`)
  }
  return {
    ...(name === undefined ? {} : { name }),
    format: choice('format', text('format') ?? 'binary', formatNames),
    offsetReset: choice('auto.offset.reset', text('auto.offset.reset') ?? 'latest', ['earliest', 'latest'] as const),
    autoCommit:
      choice('auto.commit.enable', text('auto.commit.enable') ?? 'true', ['true', 'false'] as const) === 'true',
    fetchBytesMin: number('fetch.min.bytes', text('fetch.min.bytes') ?? '1', { least: -1, most: 50_000_000 }),
    requestMs: number('consumer.request.timeout.ms', text('consumer.request.timeout.ms') ?? String(requestMsDefault), {
      least: 0,
      most: requestMsMax,
    }),
  }
}

function choice<T extends string>(name: string, given: string, known: readonly T[]): T {
  const found = known.find(value => value === given.toLowerCase())
  if (found === undefined) throw restError('consumerConfig', `${name} is one of ${known.join(', ')}, not ${given}`)
  return found
}

function number(name: string, given: string, { least, most }: { least: number; most: number }): number {
  const value = Number(given)
  if (!Number.isInteger(value) || value < least || value > most) {
    throw restError('consumerConfig', `${name} is a whole number from ${least} to ${most}, not ${given}`)
  }
  return value
}
