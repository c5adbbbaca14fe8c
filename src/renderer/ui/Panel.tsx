import { IconX } from '@tabler/icons-react'
import type { CSSProperties, ReactNode, Ref } from 'react'
import { IconButton } from './Button'
import classes from './Panel.module.css'

interface PanelProps {
  /** Read out; shown when there is no head. */
  label: string
  title?: ReactNode
  /** Quiet text at the right of the head. */
  aside?: ReactNode
  foot?: ReactNode
  onClose?: () => void
  className?: string
  style?: CSSProperties
  panelRef?: Ref<HTMLElement>
  children: ReactNode
}

/** A card that floats above a view. The map keeps its labels away from everything marked as a panel. */
export function Panel({ label, title, aside, foot, onClose, className, style, panelRef, children }: PanelProps) {
  return (
    <section
      ref={panelRef}
      className={className ? `${classes.panel} ${className}` : classes.panel}
      style={style}
      aria-label={label}
      data-map-panel
    >
      {title !== undefined && (
        <header className={classes.head}>
          <h2 className={classes.title}>{title}</h2>
          {aside !== undefined && <span className={classes.aside}>{aside}</span>}
          {onClose && (
            <IconButton label="Close" hotkey="Esc" onClick={onClose}>
              <IconX size={15} stroke={1.6} />
            </IconButton>
          )}
        </header>
      )}
      <div className={classes.body}>{children}</div>
      {foot !== undefined && <footer className={classes.foot}>{foot}</footer>}
    </section>
  )
}

/** Parts of a panel, divided by lines. */
export function PanelSection({
  title,
  aside,
  children,
}: {
  title?: ReactNode
  aside?: ReactNode
  children: ReactNode
}) {
  return (
    <div className={classes.section}>
      {title !== undefined && (
        <div className={classes.sectionHead}>
          <h3>{title}</h3>
          {aside !== undefined && <span>{aside}</span>}
        </div>
      )}
      {children}
    </div>
  )
}
