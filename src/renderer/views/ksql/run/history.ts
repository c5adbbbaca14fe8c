import { create } from 'zustand'

/** A text that was run, wall ms. */
export interface PastRun {
  text: string
  at: number
}

/** So many texts are kept, and none that is longer. */
const runsMax = 50
const lengthMax = 10_000

const storageKey = 'elevated.ksql.history'

/** What was run in this browser, newest first. */
export const useHistory = create<{ runs: readonly PastRun[] }>(() => ({ runs: parseHistory(read()) }))

useHistory.subscribe(({ runs }) => {
  try {
    localStorage.setItem(storageKey, JSON.stringify(runs))
  } catch {
    // Without storage, as in a private window, the history holds until the page is closed.
  }
})

/** Puts a text on top; the same text is in the history once. */
export function remember(text: string, at: number): void {
  useHistory.setState(({ runs }) => ({ runs: withRun(runs, { text: text.trim(), at }) }))
}

export function forgetHistory(): void {
  useHistory.setState({ runs: [] })
}

export function withRun(runs: readonly PastRun[], run: PastRun): readonly PastRun[] {
  if (run.text === '' || run.text.length > lengthMax) return runs
  return [run, ...runs.filter(({ text }) => text !== run.text)].slice(0, runsMax)
}

/** Stored text to history: whatever does not fit is left out. */
export function parseHistory(stored: string | null): PastRun[] {
  try {
    const runs: unknown = JSON.parse(stored ?? '[]')
    return Array.isArray(runs) ? runs.filter(isPastRun).slice(0, runsMax) : []
  } catch {
    return []
  }
}

function isPastRun(value: unknown): value is PastRun {
  const { text, at } = (value ?? {}) as Partial<Record<keyof PastRun, unknown>>
  return typeof text === 'string' && text.length <= lengthMax && typeof at === 'number'
}

function read(): string | null {
  try {
    return localStorage.getItem(storageKey)
  } catch {
    return null
  }
}
