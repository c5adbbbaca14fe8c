import type { ReactNode } from 'react'
import { StateMark, type Mark } from './StateMark'
import classes from './Tag.module.css'

export type TagTone = 'neutral' | 'info' | 'ok' | 'warn' | 'err'

/** A short word about the thing it stands at. */
export function Tag({ tone = 'neutral', mark, children }: { tone?: TagTone; mark?: Mark; children: ReactNode }) {
  return (
    <span className={classes.tag} data-tone={tone}>
      {mark && <StateMark mark={mark} size={8} />}
      {children}
    </span>
  )
}
