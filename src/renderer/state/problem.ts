import { ORPCError } from '@orpc/client'
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
  return {
    code: 'call-failed',
    where: doing,
    message: `${doing} did not work: ${error instanceof Error ? error.message : String(error)}`,
    tip: 'Try it again. If it goes on failing, the log of the app says more.',
  }
}
