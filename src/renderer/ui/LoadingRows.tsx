import classes from './States.module.css'

/** Still bars where rows will be; they come after 200 ms, so that what is quick does not flicker. */
export function LoadingRows({ rows = 8, label = 'Loading' }: { rows?: number; label?: string }) {
  return (
    <div className={classes.loading} role="status" aria-label={label}>
      {Array.from({ length: rows }, (_, i) => (
        <i key={i} style={{ width: `${38 + ((i * 37) % 45)}%` }} />
      ))}
    </div>
  )
}
