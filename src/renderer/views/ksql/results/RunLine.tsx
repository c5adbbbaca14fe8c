import type { ReactNode } from 'react'
import { ksqlRowsMax } from '../../../../shared/contract/ksql'
import { formatCount, formatDuration } from '../../../ui/format'
import { useWallNow } from '../../../ui/hooks'
import { StateMark, type Mark } from '../../../ui/StateMark'
import { rateOf, type QueryResult, type RunState, type StatementResult } from '../run/run-state'
import classes from './Results.module.css'

interface RunLineProps {
  run: RunState
  result: StatementResult
  /** At the right. */
  children?: ReactNode
}

/** How a statement goes: its kind, rows, rate, time, and what is not shown of it. */
export function RunLine({ run, result, children }: RunLineProps) {
  const now = useWallNow(250)
  const { rows, elapsedMs } = result
  const isRunning = elapsedMs === null && run.state === 'running'
  const rate = rows && isRunning ? rateOf(rows, now) : null
  const { mark, word } = stateOf(run, result)
  return (
    <div className={classes.line} role="status" aria-label="How the statement goes">
      <StateMark mark={mark} label={word} />
      <span>{word}</span>
      {rows && (
        <span>
          <b>{formatCount(rows.received)}</b> {rows.received === 1 ? 'row' : 'rows'}
        </span>
      )}
      {rate !== null && (
        <span>
          <b>{rate < 10 ? rate.toFixed(1) : formatCount(Math.round(rate))}</b>/s
        </span>
      )}
      <span>{elapsedText(elapsedMs ?? now - result.startedAt)}</span>
      {rows && <NotShown rows={rows} />}
      {children}
    </div>
  )
}

/** Shorter times in ms: most statements take some of them. */
function elapsedText(ms: number): string {
  return ms < 1_000 ? `${Math.max(0, Math.round(ms))} ms` : formatDuration(ms)
}

function NotShown({ rows: { rows, received, skipped } }: { rows: QueryResult }) {
  const passed = received - rows.length
  if (passed <= 0) return null
  const skippedText = skipped > 0 ? `, ${formatCount(skipped)} of them too fast for this page` : ''
  return (
    <span className={classes.passed}>
      the newest {formatCount(ksqlRowsMax)} are shown, {formatCount(passed)} have passed{skippedText}
    </span>
  )
}

const kinds: Record<QueryResult['query'], string> = { push: 'Push query', pull: 'Pull query', print: 'Records' }

function stateOf(run: RunState, { rows, reason, elapsedMs, failure }: StatementResult): { mark: Mark; word: string } {
  const kind = rows ? kinds[rows.query] : 'Statement'
  if (failure) return { mark: 'failed', word: `${kind}, failed` }
  if (elapsedMs === null) return { mark: rows ? 'ok' : 'working', word: rows ? `${kind}, runs` : 'ksqlDB works on it' }
  if (run.state === 'stopped' && rows && rows.query !== 'pull' && reason === null) {
    return { mark: 'waits', word: `${kind}, stopped` }
  }
  return { mark: 'waits', word: reason ? `${kind}, ended: ${reason.toLowerCase()}` : `${kind}, done` }
}
