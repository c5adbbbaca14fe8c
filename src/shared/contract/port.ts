import * as z from 'zod'
import { problem, type Problem } from './problem'

/** How the desktop's page and its main process come to speak the contract over a MessagePort. */

/** The desktop's own scheme and host: the page's whole address space, instead of file:. */
export const desktopScheme = 'app'
export const desktopHost = 'elevated'
export const desktopOrigin = `${desktopScheme}://${desktopHost}`

/** Names the message that carries a port: from the preload script to the main process, and to the page. */
export const portChannel = 'elevated:port'

/** Begins everything on the port that is not the contract's. */
export const portWordPrefix = 'elevated:'

/**
 * What travels on the port beside the contract's own messages, which are JSON texts. The main process says `opened`
 * once it listens, `ping` to learn whether the page keeps up (it answers `pong`), and `closing` before it closes:
 * not every Chromium tells a page that its port was closed.
 */
export const portWord = {
  opened: 'elevated:opened',
  ping: 'elevated:ping',
  pong: 'elevated:pong',
  closing: 'elevated:closing',
} as const

/** A view as the native menu shows it: its address is `/name`. */
const desktopView = z.object({ name: z.string().regex(/^[a-z][a-z-]{0,31}$/), title: z.string().min(1).max(60) })
export type DesktopView = z.infer<typeof desktopView>

/** Where the native menu leads the page: through its history, or to a path of its own. */
const destination = z.union([
  z.enum(['back', 'forward']),
  z
    .string()
    .regex(/^\/(?!\/)/)
    .max(2_000),
])

/**
 * What page and desktop tell each other beside the contract, for what a window has and a browser has not: the page says
 * which views there are, for the menu to list; the desktop leads the page somewhere, or tells of a problem of the window.
 */
export const portNews = {
  views: news('elevated:views:', z.array(desktopView).max(40)),
  go: news('elevated:go:', destination),
  problem: news<Problem>('elevated:problem:', problem),
} as const

function news<Value>(prefix: string, schema: z.ZodType<Value>) {
  return {
    is: (data: unknown): data is string => typeof data === 'string' && data.startsWith(prefix),
    say: (value: Value): string => prefix + JSON.stringify(value),
    /** Null: not what it should be. */
    read(text: string): Value | null {
      try {
        return schema.safeParse(JSON.parse(text.slice(prefix.length))).data ?? null
      } catch {
        return null
      }
    },
  }
}

/** All that the preload script gives the page, as `window.elevated`. */
export interface DesktopBridge {
  /** Asks for a new port; it comes as a message of this window named `portChannel`. */
  requestPort(): void
}
