import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import { openMsMax, type Carrier } from './carrier'
import { contractChecks } from './checked'

/**
 * Opens a WebSocket to the page's own host.
 *
 * @throws Error when it does not open within openMsMax or the signal aborts
 */
export async function openSocket(signal: AbortSignal): Promise<Carrier> {
  // The checks load while the socket opens: nothing comes over it before something was asked.
  const checks = contractChecks()
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
  const [isOpen, plugins] = await Promise.all([opened, checks])
    .catch((error: unknown) => {
      close()
      throw error
    })
    .finally(() => clearTimeout(timer))
  if (!isOpen) throw new Error('The app did not answer.')
  void closed.then(() => signal.removeEventListener('abort', close))
  return { client: createORPCClient(new RPCLink({ websocket: socket, plugins })), closed, close }
}
