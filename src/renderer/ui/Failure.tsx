import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react'
import type { Problem } from '../../shared/contract/problem'
import { Button } from './Button'
import { useWallNow } from './hooks'
import classes from './States.module.css'

interface FailureProps {
  problem: Problem
  /** Wall time of the next try, ms. */
  retryAt?: number | null
  onRetry?: () => void
  /** What still works: "The other panes go on." */
  children?: string
}

/** What failed, where, and what to do next. */
export function Failure({ problem, retryAt = null, onRetry, children }: FailureProps) {
  return (
    <div className={classes.state} role="alert" data-tone="err">
      <IconAlertTriangle size={26} stroke={1.4} aria-hidden />
      <h2>{problem.message}</h2>
      <p>
        {problem.tip}
        {children && ` ${children}`}
      </p>
      <code>{problem.where}</code>
      {onRetry && (
        <div className={classes.actions}>
          <Button icon={<IconRefresh size={14} stroke={1.6} />} onClick={onRetry}>
            Try again
          </Button>
          {retryAt !== null && <NextTry at={retryAt} />}
        </div>
      )}
    </div>
  )
}

/** "next try in 4 s" */
export function NextTry({ at }: { at: number }) {
  const now = useWallNow(500)
  const seconds = Math.max(0, Math.ceil((at - now) / 1000))
  return <span>{seconds === 0 ? 'trying now' : `next try in ${seconds} s`}</span>
}
