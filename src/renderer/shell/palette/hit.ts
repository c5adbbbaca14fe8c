import type { ReactNode } from 'react'

/** Something that the palette found. */
export interface Hit {
  /** Unique in its group. */
  id: string
  title: string
  icon: ReactNode
  /** Names of things in the log are mono. */
  isMono?: boolean
  /** Quiet, beside the title. */
  detail?: string
  /** Quiet, at the right: what choosing it does, or the key that does the same. */
  hint?: string
  run(): void
}

/** What a source needs to act. */
export interface SourceTools {
  navigate(href: string): void
}

/** One group of the palette. */
export interface Source {
  title: string
  /** Shown before anything is typed. */
  showsAll?: boolean
  /** The best hits for what was typed, at most `hitsMax`. A failure leaves the group out. */
  search(query: string, tools: SourceTools): Promise<Hit[]>
}

/** Of each source. */
export const hitsMax = 6
