/** Codes of ksqlDB's error entities; the HTTP status is their first three digits. */
export const errorCodes = {
  badRequest: 40000,
  badStatement: 40001,
  queryEndpoint: 40002,
  tooManyPushQueries: 40003,
  notFound: 40400,
  serverError: 50000,
} as const

/** A statement that cannot be carried out; the message is for whoever wrote it. */
export class StatementError extends Error {
  readonly code: number
  constructor(message: string, code: number = errorCodes.badStatement) {
    super(message)
    this.name = 'StatementError'
    this.code = code
  }
}

/** What the grammar knows and we do not do. */
export function notSupported(what: string, code?: number): StatementError {
  return new StatementError(`${what} is not supported yet by the embedded ksqlDB.`, code)
}
