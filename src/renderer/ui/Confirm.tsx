import { Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Problem } from '../../shared/contract/problem'
import { Button } from './Button'
import classes from './Confirm.module.css'
import { ProblemText } from './ProblemText'

interface ConfirmProps {
  title: string
  /** What will happen, and whether it can be undone. */
  children: ReactNode
  /** The verb on the button: "Delete". */
  action: string
  isDangerous?: boolean
  isBusy?: boolean
  problem?: Problem | null
  onConfirm(): void
  onClose(): void
}

/** Asks before something that cannot be undone easily. */
export function Confirm({ title, children, action, isDangerous, isBusy, problem, onConfirm, onClose }: ConfirmProps) {
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={440}
      centered
      styles={{ title: { fontSize: 15, fontWeight: 640 } }}
      transitionProps={{ duration: 140 }}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <div className={classes.body}>
        {children}
        {problem && <ProblemText problem={problem} />}
      </div>
      <div className={classes.actions}>
        <Button onClick={onClose} data-autofocus>
          Cancel
        </Button>
        <Button kind={isDangerous ? 'danger' : 'primary'} disabled={isBusy} onClick={onConfirm}>
          {action}
        </Button>
      </div>
    </Modal>
  )
}
