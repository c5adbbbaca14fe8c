import type { Problem } from '../../shared/contract/problem'

/** Something of the app, as far as it is known. What was read stays when a later try fails. */
export interface Loaded<T> {
  data: T | null
  /** Why the newest try failed; null when it did not. */
  problem: Problem | null
  /** Nothing is known yet, and a try is under way. */
  isLoading: boolean
  /** Wall time of the data, ms. */
  at: number | null
  /** Wall time of the next try after a failure, ms; null when none is planned. */
  retryAt: number | null
  /** Asks again at once. */
  reload(): void
}
