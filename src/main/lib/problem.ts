import { ProblemError, type Problem } from '../../shared/contract/problem'

export { ProblemError, type Problem }

/** Any failure as something a person can act on. */
export function asProblem(where: string, error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem
  return { code: 'unexpected', where, message: messageOf(error), tip: 'The log has the details.' }
}

/** The text of whatever was thrown, with the texts of what caused it. Never empty. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  // Node reports a connection that failed on every address as an AggregateError without a text of its own.
  const inner = error instanceof AggregateError ? error.errors.map(messageOf).join('; ') : ''
  const code = (error as NodeJS.ErrnoException).code
  return error.message || inner || code || error.name
}
