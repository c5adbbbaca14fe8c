import { useCallback, useState } from 'react'
import type { CommandOutcome } from '../../../shared/contract/connect'
import type { Problem } from '../../../shared/contract/problem'
import type { Client } from '../../state/carrier'
import { useCommand } from '../../state/query'
import { formatDuration } from '../../ui/format'

/** What can be told to one connector. */
export interface ConnectCommands {
  pause(): void
  resume(): void
  stop(): Promise<boolean>
  restart(which: { includeTasks: boolean; onlyFailed: boolean }): void
  restartTask(task: number): void
  isBusy: boolean
  /** Why the newest one failed. */
  problem: Problem | null
  /** What came of the newest one. */
  said: string | null
  dismiss(): void
}

/** @param onDone called after each command that Connect has taken */
export function useConnectCommands(name: string, onDone: () => void): ConnectCommands {
  const { run, isBusy, problem, dismiss } = useCommand('Commanding the connector')
  const [said, setSaid] = useState<string | null>(null)
  const tell = async (what: string, send: (client: Client) => Promise<CommandOutcome>): Promise<boolean> => {
    setSaid(null)
    const outcome = await run(send)
    if (!outcome) return false
    setSaid(sentence(what, outcome))
    onDone()
    return true
  }
  const forget = useCallback(() => {
    setSaid(null)
    dismiss()
  }, [dismiss])
  return {
    pause: () => void tell('pause', client => client.connect.pause({ name })),
    resume: () => void tell('resume', client => client.connect.resume({ name })),
    stop: () => tell('stop', client => client.connect.stop({ name })),
    restart: which => void tell('restart', client => client.connect.restart({ name, ...which })),
    restartTask: task => void tell(`restart task ${task}`, client => client.connect.restartTask({ name, task })),
    isBusy,
    problem,
    said,
    dismiss: forget,
  }
}

/** Connect takes a command before it is carried out, so the state follows a little later. */
function sentence(what: string, { tries, waitedMs }: CommandOutcome): string {
  if (tries === 1) return `Connect has taken the command to ${what}.`
  return `Connect has taken the command to ${what} at the ${ordinal(tries)} try, after ${formatDuration(waitedMs)}: its workers were rebalancing.`
}

function ordinal(count: number): string {
  return { 2: 'second', 3: 'third' }[count] ?? `${count}th`
}
