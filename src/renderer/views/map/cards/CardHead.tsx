import { IconPin, IconPinFilled, IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { IconButton } from '../../../ui/Button'
import classes from './Card.module.css'

interface CardHeadProps {
  title: ReactNode
  isPinned: boolean
  onPin(): void
  onClose(): void
  /** Beside the pin. */
  actions?: ReactNode
  children: ReactNode
}

/** A card's name, what it is about in marks and tags, and its buttons. A pinned card stays when something else is chosen. */
export function CardHead({ title, isPinned, onPin, onClose, actions, children }: CardHeadProps) {
  return (
    <header className={classes.head}>
      <h2>{title}</h2>
      <div className={classes.actions}>
        {actions}
        <IconButton
          label={isPinned ? 'Unpin this card' : 'Pin this card: it stays when something else is chosen'}
          aria-pressed={isPinned}
          onClick={onPin}
        >
          {isPinned ? <IconPinFilled size={15} /> : <IconPin size={15} stroke={1.6} />}
        </IconButton>
        <IconButton label="Close" hotkey={isPinned ? undefined : 'Esc'} onClick={onClose}>
          <IconX size={15} stroke={1.6} />
        </IconButton>
      </div>
      <p>{children}</p>
    </header>
  )
}
