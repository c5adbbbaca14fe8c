import { RPCLink } from '@orpc/client/websocket'
import { createORPCClient } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import type { contract } from '../../shared/contract'

export type Client = ContractRouterClient<typeof contract>

/** An open way to the app. Everything else in the renderer knows only this, so a MessagePort may stand behind it too. */
export interface Carrier {
  client: Client
  /** Resolves when the way is closed, from whichever side. Never rejects. */
  closed: Promise<void>
  close(): void
}

/** How long the app may take to open the way, ms. */
const openMsMax = 5_000

/**
 * Opens a WebSocket to the page's own host.
 *
 * @throws Error when it does not open within openMsMax or the signal aborts
 */
export async function openCarrier(signal: AbortSignal): Promise<Carrier> {
  const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:'
  const socket = new WebSocket(`${scheme}//${location.host}/rpc`)
  const closed = new Promise<void>(resolve => socket.addEventListener('close', () => resolve(), { once: true }))
  const close = () => socket.close()
  const timer = setTimeout(close, openMsMax)
  signal.addEventListener('abort', close, { once: true })
  const opened = new Promise<boolean>(resolve => {
    socket.addEventListener('open', () => resolve(true), { once: true })
    void closed.then(() => resolve(false))
  })
  const isOpen = await opened
  clearTimeout(timer)
  if (!isOpen) throw new Error('The app did not answer.')
  void closed.then(() => signal.removeEventListener('abort', close))
  return { client: createORPCClient(new RPCLink({ websocket: socket })), closed, close }
}
