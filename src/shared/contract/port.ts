/** How the desktop's page and its main process come to speak the contract over a MessagePort. */

/** The desktop's own scheme and host: the page's whole address space, instead of file:. */
export const desktopScheme = 'app'
export const desktopHost = 'elevated'
export const desktopOrigin = `${desktopScheme}://${desktopHost}`

/** Names the message that carries a port: from the preload script to the main process, and to the page. */
export const portChannel = 'elevated:port'

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

/** All that the preload script gives the page, as `window.elevated`. */
export interface DesktopBridge {
  /** Asks for a new port; it comes as a message of this window named `portChannel`. */
  requestPort(): void
}
