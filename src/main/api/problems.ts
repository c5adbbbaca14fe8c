import { ORPCError } from '@orpc/server'
import { ProblemError } from '../../shared/contract/problem'

/** Lets a Problem reach whoever called: as the error's data, with its sentence as message. */
export async function withProblems<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw asSent(error)
  }
}

/** A Problem in the form in which it reaches whoever called; any other failure as it is. */
export function asSent(error: unknown): unknown {
  if (!(error instanceof ProblemError)) return error
  return new ORPCError('CONFLICT', { message: error.problem.message, data: error.problem, cause: error })
}
