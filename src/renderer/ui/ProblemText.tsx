import type { Problem } from '../../shared/contract/problem'
import classes from './ProblemText.module.css'

/** What failed, where, and what to do. */
export function ProblemText({ problem }: { problem: Problem }) {
  return (
    <div className={classes.problem}>
      <p className={classes.message}>{problem.message}</p>
      <p className={classes.where}>{problem.where}</p>
      <p className={classes.tip}>{problem.tip}</p>
    </div>
  )
}
