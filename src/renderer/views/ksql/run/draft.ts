import type { OffsetReset } from './run-store'

const textKey = 'elevated.ksql.text'
const resetKey = 'elevated.ksql.offsetReset'

/** A text that is longer is not kept. */
const lengthMax = 100_000

/** What stood in the editor when the page was last used. */
export function readDraft(): string {
  return read(textKey) ?? ''
}

export function keepDraft(text: string): void {
  if (text.length <= lengthMax) write(textKey, text)
}

export function readOffsetReset(): OffsetReset {
  return read(resetKey) === 'latest' ? 'latest' : 'earliest'
}

export function keepOffsetReset(reset: OffsetReset): void {
  write(resetKey, reset)
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {
    // Without storage, as in a private window, it holds until the view is left.
  }
}
