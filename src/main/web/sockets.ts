import { onError } from '@orpc/server'
import { RPCHandler } from '@orpc/server/ws'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import { router } from '../api'
import type { Engine } from '../engine'
import type { Log } from '../lib/log'

/** A message of a client larger than this ends its connection; calls are small. */
const messageBytesMax = 1024 * 1024

/** Open windows and wall displays, at one time. */
const socketsMax = 64

/** While more than this waits to be sent, streams to that client pause. */
const bufferedBytesPause = 256 * 1024

/** A client that takes nothing while this much waits is disconnected; it may connect again and gets a snapshot. */
const bufferedBytesMax = 16 * 1024 * 1024

const lookEveryMs = 50
const pingEveryMs = 20_000

export interface Sockets {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  close(): void
}

/** The contract over WebSockets. */
export function createSockets(engine: Engine, log: Log): Sockets {
  const server = new WebSocketServer({ noServer: true, maxPayload: messageBytesMax })
  const handler = new RPCHandler(router, {
    interceptors: [onError(error => log.info({ err: error }, 'a call has failed'))],
  })
  const serve = (socket: WebSocket) => {
    const stop = watchSocket(socket, log)
    socket.on('close', stop)
    socket.on('error', error => log.info({ err: error }, 'a connection has failed'))
    const context = { engine, writable: (signal: AbortSignal) => whenWritable(socket, signal) }
    void handler.upgrade(socket, { context })
  }
  return {
    upgrade(request, socket, head) {
      if (server.clients.size >= socketsMax) {
        socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
        return
      }
      server.handleUpgrade(request, socket, head, serve)
    },
    close() {
      for (const client of server.clients) client.terminate()
      server.close()
    },
  }
}

/** Ends a connection whose other side is gone or takes nothing. */
function watchSocket(socket: WebSocket, log: Log): () => void {
  let answered = true
  socket.on('pong', () => (answered = true))
  const pinging = setInterval(() => {
    if (!answered) return socket.terminate()
    answered = false
    socket.ping()
  }, pingEveryMs)
  const looking = setInterval(() => {
    if (socket.bufferedAmount <= bufferedBytesMax) return
    log.warn({ bytes: socket.bufferedAmount }, 'a client takes nothing and is disconnected')
    socket.terminate()
  }, 1_000)
  return () => {
    clearInterval(pinging)
    clearInterval(looking)
  }
}

async function whenWritable(socket: WebSocket, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && socket.readyState === socket.OPEN && socket.bufferedAmount > bufferedBytesPause) {
    await new Promise(resolve => setTimeout(resolve, lookEveryMs))
  }
}
