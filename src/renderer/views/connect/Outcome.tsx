import { IconX } from '@tabler/icons-react'
import { useEffect } from 'react'
import { IconButton } from '../../ui/Button'
import classes from './Connect.module.css'
import type { ConnectCommands } from './useConnectCommands'

/** How long it says that a command was taken, ms. A failure stays until it is closed. */
const saidMs = 6_000

/** What came of the newest command. */
export function Outcome({ commands: { said, problem, dismiss } }: { commands: ConnectCommands }) {
  useEffect(() => {
    if (said === null) return
    const timer = setTimeout(dismiss, saidMs)
    return () => clearTimeout(timer)
  }, [said, dismiss])
  if (problem) {
    return (
      <div className={classes.outcome} data-tone="err" role="alert">
        <p>
          <b>{problem.message}</b> {problem.tip}
        </p>
        <IconButton label="Close" onClick={dismiss}>
          <IconX size={14} stroke={1.6} />
        </IconButton>
      </div>
    )
  }
  return (
    <div role="status" className={said === null ? undefined : classes.outcome}>
      {said !== null && <p>{said}</p>}
    </div>
  )
}
