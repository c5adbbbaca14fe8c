import { ProblemError } from '../lib/problem'

/** The failure of what is not built into this version. */
export function notThereYet(what: string): ProblemError {
  return new ProblemError({
    code: 'not-there-yet',
    where: 'inspector',
    message: `This version cannot do that yet: ${what}.`,
    tip: 'It comes with a later version.',
  })
}
