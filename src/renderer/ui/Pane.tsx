import type { ReactNode } from 'react'
import classes from './Pane.module.css'

interface PaneProps {
  title: ReactNode
  /** Read out; the title when it is a text. */
  label?: string
  /** Quiet figure after the title. */
  count?: ReactNode
  tags?: ReactNode
  /** At the right of the header: segments, buttons. */
  aside?: ReactNode
  toolbar?: ReactNode
  foot?: ReactNode
  className?: string
  children: ReactNode
}

/** A view, or a column of one: header, toolbar, body that scrolls by itself, foot. */
export function Pane({ title, label, count, tags, aside, toolbar, foot, className, children }: PaneProps) {
  return (
    <section
      className={className ? `${classes.pane} ${className}` : classes.pane}
      aria-label={label ?? (typeof title === 'string' ? title : undefined)}
    >
      <header className={classes.head}>
        <h1 className={classes.title}>{title}</h1>
        {count !== undefined && <span className={classes.count}>{count}</span>}
        {tags}
        {aside !== undefined && <div className={classes.aside}>{aside}</div>}
      </header>
      {toolbar !== undefined && <div className={classes.toolbar}>{toolbar}</div>}
      <div className={classes.body}>{children}</div>
      {foot !== undefined && <footer className={classes.foot}>{foot}</footer>}
    </section>
  )
}
