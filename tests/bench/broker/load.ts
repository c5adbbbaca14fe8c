import type { Rival } from './rival'

/** One figure of a load. */
export interface Measured {
  title: string
  value: number
  unit: string
  /** Ours against theirs, as a ratio of the values. */
  goal: string
}

/** Work for a broker that other programs do, measured. */
export interface Load {
  name: string
  /** Why it cannot be run here, or null. */
  missing(): string | null
  /** What it needs on the broker, made once for each; what it made is gone again after `clean`. */
  prepare?(rival: Rival): Promise<void>
  run(rival: Rival): Promise<Measured[]>
  clean?(rival: Rival): Promise<void>
}
