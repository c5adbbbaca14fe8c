import type { ReactNode } from 'react'
import { NextTry, Failure } from './Failure'
import { formatDuration } from './format'
import { useWallNow } from './hooks'
import type { Loaded } from './loaded'
import { LoadingRows } from './LoadingRows'
import classes from './States.module.css'

interface LoadedViewProps<T> {
  loaded: Loaded<T>
  /** What still works when it failed. */
  elsewhere?: string
  children(data: T): ReactNode
}

/** What is known; bars while nothing is; the failure when there is nothing else; a line above what has become old. */
export function LoadedView<T>({ loaded, elsewhere, children }: LoadedViewProps<T>) {
  const { data, problem, retryAt, reload } = loaded
  if (data === null) {
    if (!problem) return <LoadingRows />
    return (
      <Failure problem={problem} retryAt={retryAt} onRetry={reload}>
        {elsewhere}
      </Failure>
    )
  }
  if (!problem) return children(data)
  return (
    <div className={classes.stale}>
      <StaleLine loaded={loaded} />
      <div className={classes.staleBody}>{children(data)}</div>
    </div>
  )
}

/** Says that what is shown below it is old, why, and when it is asked for again. */
export function StaleLine<T>({ loaded: { problem, at, retryAt, reload } }: { loaded: Loaded<T> }) {
  const now = useWallNow(1_000)
  if (!problem) return null
  return (
    <div className={classes.staleLine} role="status" title={`${problem.where}\n${problem.tip}`}>
      <b>{problem.message}</b>
      {at !== null && <span>Shown as it was {formatDuration(now - at)} ago.</span>}
      <button type="button" onClick={reload}>
        Try now
      </button>
      {retryAt !== null && <NextTry at={retryAt} />}
    </div>
  )
}
