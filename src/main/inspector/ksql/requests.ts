import type { KsqlPlace } from '../../../shared/contract/ksql'
import { garbled, refused, request, type Answer, type HttpEndpoint } from '../../lib/http'
import { ProblemError, type Problem } from '../../lib/problem'

/** What requests share: where to, and what SET and DEFINE have said before. */
export interface KsqlSession {
  endpoint: HttpEndpoint
  properties: Record<string, string>
  variables: Record<string, string>
}

/** An entity of an answer; each has further members of its own. */
export interface KsqlEntity {
  '@type'?: string
  statementText?: string
  warnings?: { message: string }[]
  [member: string]: unknown
}

/** Why ksqlDB does not do something. */
export interface Refusal {
  problem: Problem
  /** In the text that was sent; null where the server does not say it. */
  place: KsqlPlace | null
  /** The statement that it is about; null where the server does not say it. */
  statementText: string | null
}

export interface KsqlAnswer {
  /** Of the statements that were carried out. */
  entities: KsqlEntity[]
  refusal: Refusal | null
}

export const ksqlMediaType = 'application/vnd.ksql.v1+json'

/** Statements may make topics and wait for the server's own log of commands. */
const statementMsMax = 60_000

/**
 * POST /ksql: statements that are answered at once.
 *
 * @throws ProblemError when ksqlDB cannot be reached or is something else
 */
export async function sendStatements(
  { endpoint, properties, variables }: KsqlSession,
  ksql: string,
  signal?: AbortSignal,
): Promise<KsqlAnswer> {
  const answer = await request(endpoint, 'POST', '/ksql', {
    body: { ksql, streamsProperties: properties, ...variablesOf(variables) },
    contentType: ksqlMediaType,
    accept: ksqlMediaType,
    timeoutMs: statementMsMax,
    signal,
  })
  if (answer.status < 200 || answer.status > 299) {
    const entities = (answer.json as { entities?: unknown } | undefined)?.entities
    return { entities: Array.isArray(entities) ? (entities as KsqlEntity[]) : [], refusal: refusalOf(endpoint, answer) }
  }
  if (!Array.isArray(answer.json)) throw garbled(endpoint, 'POST /ksql', answer)
  return { entities: answer.json as KsqlEntity[], refusal: null }
}

/**
 * As `sendStatements`, for statements of our own.
 *
 * @throws ProblemError also statement-refused
 */
export async function ask(endpoint: HttpEndpoint, ksql: string, signal?: AbortSignal): Promise<KsqlEntity[]> {
  const { entities, refusal } = await sendStatements({ endpoint, properties: {}, variables: {} }, ksql, signal)
  if (refusal) throw new ProblemError(askedInVain(refusal.problem))
  return entities
}

/** A refusal of what nobody wrote: there is no text to mend. */
export function askedInVain(problem: Problem): Problem {
  return { ...problem, tip: 'It may have been dropped or ended; the list at the left has what there is.' }
}

/** KSQL 5.x knows no variables. */
export function variablesOf(variables: Record<string, string>): { sessionVariables?: Record<string, string> } {
  return Object.keys(variables).length > 0 ? { sessionVariables: variables } : {}
}

/** An answer that is an error, whatever its form. */
export function refusalOf(endpoint: HttpEndpoint, answer: Answer): Refusal {
  const said = answer.json as { error_code?: unknown; message?: unknown; statementText?: unknown } | undefined
  const isStatement = answer.status >= 400 && answer.status < 500 && typeof said?.message === 'string'
  if (!isStatement) return { problem: refused(endpoint, 'POST', answer).problem, place: null, statementText: null }
  const message = String(said.message)
  return {
    problem: {
      code: 'statement-refused',
      where: `${endpoint.title}, ${endpoint.url}`,
      message,
      tip:
        placeIn(message) === null
          ? 'Nothing of this statement was done; mend it and run it again.'
          : 'Nothing of this statement was done; the place is marked in the text.',
    },
    place: placeIn(message),
    statementText: typeof said.statementText === 'string' && said.statementText !== '' ? said.statementText : null,
  }
}

/** `line 1:8: …` of the parser, `Line: 1, Col: 8: …` of the analysis; both count from 1. */
export function placeIn(message: string): KsqlPlace | null {
  const found = /\bline:?\s*(\d{1,7})(?::|,\s*col(?:umn)?:?\s*)(\d{1,7})/i.exec(message)
  return found && { line: Number(found[1]), column: Number(found[2]) }
}
