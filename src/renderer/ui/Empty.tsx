import type { Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './States.module.css'

interface EmptyProps {
  icon: Icon
  title: string
  /** One sentence on what would fill it. */
  children?: ReactNode
  actions?: ReactNode
}

/** Nothing is here, and that is no failure. */
export function Empty({ icon: Icon, title, children, actions }: EmptyProps) {
  return (
    <div className={classes.state} role="status">
      <Icon size={26} stroke={1.4} aria-hidden />
      <h2>{title}</h2>
      {children !== undefined && <p>{children}</p>}
      {actions !== undefined && <div className={classes.actions}>{actions}</div>}
    </div>
  )
}
