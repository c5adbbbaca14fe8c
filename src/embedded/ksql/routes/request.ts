import { badRequest, failed } from '../errors'
import { checkSetting, checkSettings, settingNamed } from '../plan/settings'
import { errorCodes, StatementError } from '../plan/statement-error'
import type { Prepared } from '../run/engine'
import { parseStatements, showProblem } from '../syntax/parse'

/** A request's statements, each with the properties that are in force at it. */
export interface ParsedRequest {
  prepared: Prepared[]
  variables: Map<string, string>
  /** Behind the last statement. */
  properties: Record<string, string>
}

/**
 * Reads the body of /ksql, /query or /query-stream.
 *
 * @throws HttpError for a body that is none, or text that is no SQL
 */
export function readRequest(body: unknown): ParsedRequest {
  if (typeof body !== 'object' || body === null) throw badRequest('The request has no JSON object as its body.')
  const { ksql, sql, streamsProperties, properties, sessionVariables } = body as Record<string, unknown>
  const text = ksql ?? sql
  if (typeof text !== 'string')
    throw badRequest('The field "ksql" (on /query-stream "sql") with the statements is missing.')
  const variables = new Map(Object.entries(objectOf(sessionVariables)).map(([name, value]) => [name, String(value)]))
  let current: Record<string, string>
  try {
    current = checkSettings({ ...objectOf(properties), ...objectOf(streamsProperties) })
  } catch (error) {
    if (error instanceof StatementError) throw badRequest(error.message, error.code)
    throw error
  }
  const { statements, problem } = parseStatements(text, variables)
  if (problem) throw failed(new StatementError(showProblem(problem)), problem.statement)
  if (statements.length === 0)
    throw failed(new StatementError('Could not parse statement: there is none', errorCodes.badStatement), text)
  const prepared = statements.map(statement => {
    try {
      if (statement.kind === 'set') {
        const { name, value } = checkSetting(statement.name, statement.value)
        current = { ...current, [name]: value }
      } else if (statement.kind === 'unset') {
        const name = settingNamed(statement.name)
        if (name === null) throw new StatementError(`Unrecognizable property: ${statement.name}`, errorCodes.badRequest)
        current = Object.fromEntries(Object.entries(current).filter(([other]) => other !== name))
      }
    } catch (error) {
      throw failed(error, statement.text)
    }
    return { statement, properties: current }
  })
  return { prepared, variables, properties: current }
}

function objectOf(value: unknown): Record<string, unknown> {
  if (value === undefined || value === null) return {}
  if (typeof value !== 'object' || Array.isArray(value))
    throw badRequest('Properties and variables must be JSON objects.')
  return value as Record<string, unknown>
}
