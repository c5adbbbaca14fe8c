import type { ContractRouterClient } from '@orpc/contract'
import type { contract } from '../../shared/contract'
import type { DesktopBridge } from '../../shared/contract/port'
import { openPort } from './carrier-port'
import { openSocket } from './carrier-socket'

export type Client = ContractRouterClient<typeof contract>

/** An open way to the app. Everything else in the renderer knows only this, not what stands behind it. */
export interface Carrier {
  client: Client
  /** Resolves when the way is closed, from whichever side. Never rejects. */
  closed: Promise<void>
  close(): void
}

/** How long the app may take to open the way, ms. */
export const openMsMax = 5_000

/**
 * Opens a way to the app: a port where the desktop's preload script hands one out, else a WebSocket to the page's host.
 *
 * @throws Error when it does not open within openMsMax or the signal aborts
 */
export function openCarrier(signal: AbortSignal): Promise<Carrier> {
  const bridge = (window as Window & { elevated?: DesktopBridge }).elevated
  return bridge ? openPort(bridge, signal) : openSocket(signal)
}
