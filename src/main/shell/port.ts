import { onError } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import { ipcMain, type MessagePortMain } from 'electron'
import { portChannel, portNews, portWord, portWordPrefix, type DesktopView } from '../../shared/contract/port'
import type { Problem } from '../../shared/contract/problem'
import { router } from '../api'
import type { Engine } from '../engine'
import type { Log } from '../lib/log'
import { isFromPage } from './security'

/** A message of the page longer than this ends its port; calls are small. In characters. */
const messageLengthMax = 1024 * 1024

/** Open ports at one time. A window has one; a reload may overlap. */
const portsMax = 16

/** What the desktop uses of a MessagePortMain. */
export type Port = Pick<MessagePortMain, 'on' | 'postMessage' | 'start' | 'close'>

/** What the desktop tells its page, and hears of it. */
export interface PagePorts {
  /** Leads the page to a path of its own, or `back` or `forward` in its history. */
  go(to: string): void
  /** Shows a problem of the window, as soon as there is a page to show it. */
  tell(problem: Problem): void
  /** Ends everything. */
  close(): void
}

/** Speaks the contract on every port that the page asks for. */
export function servePorts(engine: Engine, log: Log, onViews: (views: DesktopView[]) => void): PagePorts {
  const ports = new Set<Port>()
  let untold: Problem | null = null
  const serve = createPortServer(engine, log, onViews)
  ipcMain.on(portChannel, event => {
    const [port] = event.ports
    if (!port) return
    if (!isFromPage(event) || ports.size >= portsMax) {
      log.warn({ url: event.senderFrame?.url ?? null, open: ports.size }, 'a port was refused')
      return port.close()
    }
    ports.add(port)
    port.on('close', () => ports.delete(port))
    serve(port)
    if (untold) port.postMessage(portNews.problem.say(untold))
    untold = null
  })
  const say = (text: string) => ports.forEach(port => port.postMessage(text))
  return {
    go: to => say(portNews.go.say(to)),
    tell(problem) {
      // The ports of a page that has died are closed a little later than it.
      untold = problem
    },
    close() {
      ipcMain.removeAllListeners(portChannel)
      say(portWord.closing)
      for (const port of ports) port.close()
    },
  }
}

/** @returns what answers the contract's calls on one port, until it is closed */
export function createPortServer(
  engine: Engine,
  log: Log,
  onViews: (views: DesktopView[]) => void,
): (port: Port) => void {
  const handler = new RPCHandler(router, {
    interceptors: [onError(error => log.info({ err: error }, 'a call has failed'))],
  })
  return port => {
    const pace = createPace(port)
    port.on('message', ({ data }: { data: unknown }) => {
      if (data === portWord.pong) return pace.caughtUp()
      const views = portNews.views.is(data) ? portNews.views.read(data) : null
      if (views) return onViews(views)
      if (isCall(data)) return
      log.warn({ type: typeof data }, 'a message that no page of ours sends ends its port')
      port.close()
    })
    handler.upgrade(
      {
        postMessage: (data: unknown) => port.postMessage(data),
        on(event: string, listener: (event?: { data: unknown }) => void) {
          if (event === 'close') port.on('close', () => listener())
          else if (event === 'message') port.on('message', message => isCall(message.data) && listener(message))
        },
      },
      { context: { engine, writable: pace.writable } },
    )
    port.start()
    port.postMessage(portWord.opened)
  }
}

function isCall(data: unknown): boolean {
  return typeof data === 'string' && data.length <= messageLengthMax && !data.startsWith(portWordPrefix)
}

/** A port tells nothing of what waits in it, so the page is asked: what it has answered after, it has taken. */
function createPace(port: Port) {
  let isClosed = false
  let answered: Promise<void> | null = null
  let answer = () => {}
  const caughtUp = () => {
    answered = null
    answer()
  }
  port.on('close', () => {
    isClosed = true
    caughtUp()
  })
  return {
    caughtUp,
    async writable(signal: AbortSignal): Promise<void> {
      if (isClosed || signal.aborted) return
      if (!answered) {
        answered = new Promise(resolve => (answer = resolve))
        port.postMessage(portWord.ping)
      }
      await orAborted(answered, signal)
    },
  }
}

function orAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const done = () => {
      signal.removeEventListener('abort', done)
      resolve()
    }
    signal.addEventListener('abort', done, { once: true })
    void work.then(done)
  })
}
