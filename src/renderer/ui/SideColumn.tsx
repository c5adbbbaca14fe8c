import { IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { IconButton } from './Button'
import classes from './SideColumn.module.css'

interface SideColumnProps {
  label: string
  title: ReactNode
  /** Buttons in the head. */
  aside?: ReactNode
  /** px */
  width?: number
  foot?: ReactNode
  onClose?: () => void
  children: ReactNode
}

/** Details at the right of a pane; in a window under 1280 px it floats above the pane. */
export function SideColumn({ label, title, aside, width = 304, foot, onClose, children }: SideColumnProps) {
  return (
    <aside className={classes.column} style={{ width }} aria-label={label}>
      <header className={classes.head}>
        <h2>{title}</h2>
        {aside}
        {onClose && (
          <IconButton label="Close" hotkey="Esc" onClick={onClose}>
            <IconX size={15} stroke={1.6} />
          </IconButton>
        )}
      </header>
      <div className={classes.body}>{children}</div>
      {foot !== undefined && <footer className={classes.foot}>{foot}</footer>}
    </aside>
  )
}
