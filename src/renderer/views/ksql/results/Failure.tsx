import type { KsqlPlace } from '../../../../shared/contract/ksql'
import type { Problem } from '../../../../shared/contract/problem'
import { Button } from '../../../ui/Button'
import { CodeBlock } from '../../../ui/CodeBlock'
import { StateMark } from '../../../ui/StateMark'
import classes from './Results.module.css'

interface StatementFailureProps {
  problem: Problem
  /** In the editor. */
  place: KsqlPlace | null
  onGoTo(place: KsqlPlace): void
}

/** Why a statement did not do what it was to do, and where in the text. */
export function StatementFailure({ problem, place, onGoTo }: StatementFailureProps) {
  return (
    <div className={classes.failure} role="alert">
      <h3>
        <StateMark mark="failed" /> {titles[problem.code] ?? 'The statement has failed'}
        {place && ` at line ${place.line}, column ${place.column}`}
      </h3>
      <CodeBlock text={problem.message} label="Message" wraps />
      <p>{problem.tip}</p>
      <div className={classes.failureFoot}>
        {place && <Button onClick={() => onGoTo(place)}>Go to the place</Button>}
        <code>{problem.where}</code>
      </div>
    </div>
  )
}

const titles: Record<string, string> = {
  'statement-refused': 'ksqlDB refuses the statement',
  'read-only': 'This profile only looks',
  'not-closed': 'The text is not complete',
  'no-statement': 'There is nothing to run',
  'too-many-statements': 'Too many statements',
  'query-failed': 'The query has failed',
  'service-unreachable': 'ksqlDB cannot be reached',
  'service-slow': 'ksqlDB does not answer',
}
