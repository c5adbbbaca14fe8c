import classes from './StateMark.module.css'

/** Shape first, colour second: disc runs, triangle is slow or stale, diamond failed, open ring with a gap works. */
export type Mark = 'ok' | 'slow' | 'failed' | 'working' | 'waits'

const words: Record<Mark, string> = {
  ok: 'runs',
  slow: 'slow',
  failed: 'failed',
  working: 'working',
  waits: 'waits',
}

export function StateMark({ mark, label, size = 9 }: { mark: Mark; label?: string; size?: number }) {
  return (
    <svg
      className={classes.mark}
      data-mark={mark}
      width={size}
      height={size}
      viewBox="0 0 10 10"
      role="img"
      aria-label={label ?? words[mark]}
    >
      {mark === 'ok' && <circle cx="5" cy="5" r="4" />}
      {mark === 'slow' && <path d="M5 0.8 9.6 9.2H0.4Z" />}
      {mark === 'failed' && <path d="M5 0 10 5 5 10 0 5Z" />}
      {mark === 'waits' && <circle className={classes.open} cx="5" cy="5" r="3.8" />}
      {mark === 'working' && <path className={classes.open} d="M7.9 7.4A3.8 3.8 0 1 1 7.9 2.6" />}
    </svg>
  )
}
