/** Something a person must act on: what failed, where, and what to do next. */
export interface Problem {
  code: string
  where: string
  message: string
  tip: string
}

/** A Problem on its way up the stack. */
export class ProblemError extends Error {
  readonly problem: Problem
  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.message, options)
    this.name = 'ProblemError'
    this.problem = problem
  }
}
