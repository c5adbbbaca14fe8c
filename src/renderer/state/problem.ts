import { ORPCError } from '@orpc/client'
import { ValidationError } from '@orpc/contract'
import { problem as problemSchema, type Problem } from '../../shared/contract/problem'

/** Whatever a call failed with, as something to read: a Problem that the app sent, or one made of the error. */
export function toProblem(error: unknown, doing: string): Problem {
  if (error instanceof ORPCError) {
    const data: unknown = error.data
    const sent = problemSchema.safeParse(data)
    if (sent.success) return sent.data
    const nested = problemSchema.safeParse((data as { problem?: unknown } | null | undefined)?.problem)
    if (nested.success) return nested.data
  }
  const misfit = misfitOf(error)
  if (misfit) {
    return {
      code: 'misfit',
      where: misfit,
      message: `${doing} brought something that this page does not understand.`,
      tip: 'The page and the app may be of different versions: reload the page. Everything else goes on.',
    }
  }
  return {
    code: 'call-failed',
    where: doing,
    message: `${doing} did not work: ${error instanceof Error ? error.message : String(error)}`,
    tip: 'Try it again. If it goes on failing, the log of the app says more.',
  }
}

/** Where an answer does not fit the contract, such as `trains.BR441.line: Invalid option`; null: it is another failure. */
function misfitOf(error: unknown): string | null {
  const candidates = [error, error instanceof Error ? error.cause : undefined]
  const found = candidates.find(candidate => candidate instanceof ValidationError)
  if (!found) return null
  const issue = found.issues[0]
  const path = issue?.path?.map(part => String(typeof part === 'object' ? part.key : part)).join('.')
  return `${path || 'the answer'}: ${issue?.message ?? 'does not fit'}`
}
