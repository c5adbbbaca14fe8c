import { HttpError } from '../lib/http'

/** The proxy's own errors: the first three digits of the code are the HTTP status. */
const table = {
  malformed: { code: 400, message: (details: string) => details },
  notAcceptable: { code: 406, message: () => 'HTTP 406 Not Acceptable' },
  unsupportedMediaType: { code: 415, message: (details: string) => `HTTP 415 Unsupported Media Type: ${details}` },
  unprocessable: { code: 422, message: (details: string) => details },
  topicNotFound: { code: 40401, message: () => 'Topic not found.' },
  partitionNotFound: { code: 40402, message: () => 'Partition not found.' },
  consumerNotFound: { code: 40403, message: () => 'Consumer instance not found.' },
  formatMismatch: {
    code: 40601,
    message: (format: string) =>
      `The requested embedded data format does not match the deserializer for this consumer instance: ${format}`,
  },
  registryFailed: { code: 40801, message: (details: string) => `Schema registration or lookup failed: ${details}` },
  alreadySubscribed: {
    code: 40901,
    message: () => 'Subscription to topics, partitions and pattern are mutually exclusive.',
  },
  consumerExists: {
    code: 40902,
    message: () => 'Consumer with specified consumer ID already exists in the specified consumer group.',
  },
  illegalState: { code: 40903, message: (details: string) => `Illegal state: ${details}` },
  keySchemaMissing: { code: 42201, message: () => 'Request includes keys but does not include key schema' },
  valueSchemaMissing: { code: 42202, message: () => 'Request includes values but does not include value schema' },
  conversion: { code: 42203, message: (details: string) => `Conversion of JSON to Avro failed: ${details}` },
  consumerConfig: { code: 42204, message: (details: string) => `Invalid consumer configuration: ${details}` },
  invalidSchema: { code: 42205, message: (details: string) => `Invalid schema: ${details}` },
  kafka: { code: 50002, message: (details: string) => `Kafka error: ${details}` },
  kafkaRetriable: { code: 50003, message: (details: string) => `Kafka retriable error: ${details}` },
} as const satisfies Record<string, { code: number; message(detail: string): string }>

export type RestErrorName = keyof typeof table

/** An error that the client is told about, by its name in the table. */
export function restError(name: RestErrorName, detail = ''): HttpError {
  const { code, message } = table[name]
  return new HttpError(code < 1000 ? code : Math.floor(code / 100), { error_code: code, message: message(detail) })
}

/** What Kafka, or the way there, has failed with, as the body of a 500. */
export function kafkaFailure(error: Error): object {
  return restError(isRetriable(error) ? 'kafkaRetriable' : 'kafka', error.message).body
}

/** The same for one record: the whole request succeeds all the same. */
export function recordError(error: Error): { error_code: number; error: string } {
  return { error_code: table[isRetriable(error) ? 'kafkaRetriable' : 'kafka'].code, error: error.message }
}

/** What kafkajs gives up on is not retriable for itself, but its cause may be for the client. */
function isRetriable(error: Error): boolean {
  const { retriable, cause } = error as Error & { retriable?: boolean }
  return retriable === true || (cause instanceof Error && isRetriable(cause))
}
