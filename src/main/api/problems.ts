import { ORPCError } from '@orpc/server'
import { ProblemError } from '../../shared/contract/problem'

/** Lets a Problem reach whoever called: as the error's data, with its sentence as message. */
export async function withProblems<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    throw new ORPCError('CONFLICT', { message: error.problem.message, data: error.problem, cause: error })
  }
}
