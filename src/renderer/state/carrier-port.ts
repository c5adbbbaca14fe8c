import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { portChannel, portWord, type DesktopBridge } from '../../shared/contract/port'
import { openMsMax, type Carrier } from './carrier'
import { contractChecks } from './checked'
import { introduceOn, takeNews } from './desktop'

/**
 * Asks the desktop for a port and waits until somebody listens on its other end.
 *
 * @throws Error when that does not happen within openMsMax or the signal aborts
 */
export async function openPort(bridge: DesktopBridge, signal: AbortSignal): Promise<Carrier> {
  const plugins = await contractChecks()
  const port = await nextPort(bridge)
  const onCall = new Set<(event: { data: unknown }) => void>()
  const onClose = new Set<() => void>()
  const { promise: closed, resolve: markClosed } = resolvable()
  const { promise: opened, resolve: markOpened } = resolvable()
  const close = () => {
    signal.removeEventListener('abort', close)
    port.close()
    onClose.forEach(listener => listener())
    onClose.clear()
    markClosed()
  }
  port.addEventListener('message', event => {
    switch (event.data) {
      case portWord.opened:
        return markOpened()
      case portWord.ping:
        return port.postMessage(portWord.pong)
      case portWord.closing:
        return close()
      default:
        if (!takeNews(event.data)) onCall.forEach(listener => listener(event))
        return
    }
  })
  port.addEventListener('close', close)
  signal.addEventListener('abort', close, { once: true })
  port.start()
  const timer = setTimeout(close, openMsMax)
  const isOpen = await Promise.race([opened.then(() => true), closed.then(() => false)])
  clearTimeout(timer)
  if (!isOpen) throw new Error('The app did not answer.')
  onClose.add(introduceOn(text => port.postMessage(text)))
  const link = new RPCLink({
    plugins,
    port: {
      postMessage: (data: unknown) => port.postMessage(data),
      on(event: string, listener: (event?: { data: unknown }) => void) {
        if (event === 'close') onClose.add(listener)
        else if (event === 'message') onCall.add(listener)
      },
    },
  })
  return { client: createORPCClient(link), closed, close }
}

/** The port that the preload script sends to its own window when asked. */
function nextPort(bridge: DesktopBridge): Promise<MessagePort> {
  return new Promise(resolve => {
    const onMessage = (event: MessageEvent) => {
      const [port] = event.ports
      if (event.source !== window || event.data !== portChannel || !port) return
      window.removeEventListener('message', onMessage)
      resolve(port)
    }
    window.addEventListener('message', onMessage)
    bridge.requestPort()
  })
}

function resolvable(): { promise: Promise<void>; resolve(): void } {
  let resolve = () => {}
  const promise = new Promise<void>(done => (resolve = done))
  return { promise, resolve }
}
