import * as z from 'zod'

/** Something a person must act on: what failed, where, and what to do next. */
export const problem = z.object({
  /** Closed set per domain, in kebab-case; tests and screens match on it. */
  code: z.string(),
  where: z.string(),
  message: z.string(),
  tip: z.string(),
})
export type Problem = z.infer<typeof problem>

/** A Problem on its way up the stack. */
export class ProblemError extends Error {
  readonly problem: Problem
  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.message, options)
    this.name = 'ProblemError'
    this.problem = problem
  }
}
