import { create } from 'zustand'
import { client } from '../../../state/connection'
import { toProblem } from '../../../state/problem'
import type { PartOfText } from '../editor/Editor'
import { remember } from './history'
import { endRun, foldRun, newRun, type RunState } from './run-state'

export type OffsetReset = 'earliest' | 'latest'

interface RunStore {
  /** Null: nothing was run yet. It stays when the view is left, and is stopped by that. */
  run: RunState | null
  /** What was run. */
  part: PartOfText | null
  /** The statement whose result a person has chosen; null: the newest. */
  chosen: number | null
}

export const useRun = create<RunStore>(() => ({ run: null, part: null, chosen: null }))

let current: AbortController | null = null

/** Runs a text; what runs now is stopped. Failures are part of the run. */
export async function startRun(part: PartOfText, offsetReset: OffsetReset): Promise<void> {
  stopRun()
  const stop = new AbortController()
  current = stop
  remember(part.text, Date.now())
  useRun.setState({ run: newRun, part, chosen: null })
  const change = (next: (run: RunState) => RunState) => {
    if (current === stop) useRun.setState(({ run }) => ({ run: run && next(run) }))
  }
  try {
    const messages = await client().ksql.run({ text: part.text, offsetReset }, { signal: stop.signal })
    for await (const message of messages) change(run => foldRun(run, message, Date.now()))
    change(run => endRun(run, 'done', Date.now()))
  } catch (error) {
    if (stop.signal.aborted) return
    const problem = toProblem(error, 'Running the statements')
    change(run => {
      const index = run.results.at(-1)?.index ?? 0
      const elapsedMs = Date.now() - (run.results.at(-1)?.startedAt ?? Date.now())
      return foldRun(run, { kind: 'failed', index, problem, place: null, elapsedMs }, Date.now())
    })
  }
}

/** Ends what runs; its rows stay. */
export function stopRun(): void {
  current?.abort()
  current = null
  useRun.setState(({ run }) => ({ run: run && endRun(run, 'stopped', Date.now()) }))
}

export function chooseResult(chosen: number): void {
  useRun.setState({ chosen })
}
