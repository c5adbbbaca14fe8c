import { HttpError } from '../lib/http'
import { errorCodes, StatementError } from './plan/statement-error'

/** An error entity without a statement. */
export function genericError(code: number, message: string) {
  return { '@type': 'generic_error', error_code: code, message }
}

/** An error entity that names its statement, and what was done before it. */
export function statementError(code: number, message: string, statementText: string, entities: object[]) {
  return { '@type': 'statement_error', error_code: code, message, statementText, entities }
}

/** ksqlDB's codes begin with the HTTP status. */
export function statusOf(code: number): number {
  return Math.floor(code / 100)
}

export function badRequest(message: string, code: number = errorCodes.badRequest): HttpError {
  return new HttpError(statusOf(code), genericError(code, message))
}

/** The answer for a statement that failed. */
export function failed(error: unknown, statementText: string, entities: object[] = []): HttpError {
  const code = error instanceof StatementError ? error.code : errorCodes.serverError
  const message = error instanceof Error ? error.message : String(error)
  return new HttpError(statusOf(code), statementError(code, message, statementText, entities))
}
