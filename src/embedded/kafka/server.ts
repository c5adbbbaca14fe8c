import { createServer, type AddressInfo, type Socket } from 'node:net'
import { listenOnLoopback } from '../lib/listener'
import type { Log } from '../lib/log'
import type { Api, Connection } from './apis/api'
import type { Broker } from './apis/broker'
import { serveConnection, type ClientConnection, type Reply } from './connection'
import { errors } from './wire/errors'
import { readRequestHeader, readRequestStart, responseFrame, type RequestStart } from './wire/frame'
import { Reader, WireError } from './wire/reader'

/** How long a stop waits for a client to take its last answers. */
const stopGraceMs = 1000
const apiVersionsKey = 18

export interface ServerOptions {
  port: number
  apis: readonly Api[]
  log: Log
  connectionsMax: number
}

export interface KafkaServer {
  readonly port: number
  readonly connectionCount: number
  stop(): Promise<void>
}

/**
 * Listens on loopback and answers requests with the given APIs.
 *
 * @param brokerAt makes the broker that listens on the given port
 * @throws ProblemError port-in-use, port-not-allowed
 */
export async function startServer(
  { port, apis, log, connectionsMax }: ServerOptions,
  brokerAt: (port: number) => Broker,
): Promise<KafkaServer> {
  const byKey = new Map(apis.map(entry => [entry.key, entry]))
  const connections = new Set<ClientConnection>()
  let lastId = 0
  let broker: Broker | undefined
  const listener = createServer({ noDelay: true }, onSocket)
  // The first request may come before this function goes on, so the port is read from the listener.
  const brokerOf = () => (broker ??= brokerAt((listener.address() as AddressInfo).port))
  function onSocket(socket: Socket): void {
    if (connections.size >= connectionsMax) {
      log.warn({ connections: connections.size }, 'a connection was refused: there are as many as are allowed')
      socket.destroy()
      return
    }
    const connection: ClientConnection = serveConnection({
      id: ++lastId,
      socket,
      log,
      answer: (frame, info, signal) => answerFrame(frame, byKey, { broker: brokerOf(), connection: info, log, signal }),
      onClose: () => connections.delete(connection),
    })
    connections.add(connection)
  }
  const listening = await listenOnLoopback('kafka', listener, port)
  return {
    port: listening.port,
    get connectionCount() {
      return connections.size
    },
    async stop() {
      const closed = listening.close()
      await Promise.all([...connections].map(connection => connection.end(stopGraceMs)))
      await closed
    },
  }
}

interface RequestContext {
  broker: Broker
  connection: Connection
  log: Log
  signal: AbortSignal
}

/**
 * One request's frame to its response's. What cannot be answered in the protocol is thrown, which closes the connection,
 * as Kafka does.
 */
export function answerFrame(
  frame: Buffer,
  byKey: ReadonlyMap<number, Api>,
  context: RequestContext,
): Reply | Promise<Reply> {
  const reader = new Reader(frame)
  const start = readRequestStart(reader)
  const found = byKey.get(start.apiKey)
  if (!found) throw new WireError(`there is no API ${start.apiKey} (version ${start.apiVersion}) here`)
  const [first, last] = found.versions
  if (start.apiVersion < first || start.apiVersion > last) {
    if (start.apiKey === apiVersionsKey) return unsupportedApiVersions(start, found)
    throw new WireError(`${found.name} version ${start.apiVersion} is not served, only ${first} to ${last}`)
  }
  const isFlexible = found.isFlexible(start.apiVersion)
  const header = readRequestHeader(reader, start, isFlexible)
  // ApiVersions answers with header version 0 always: its reader may not know yet what this broker speaks.
  const hasTags = isFlexible && start.apiKey !== apiVersionsKey
  const answered = found.answer(reader, { ...context, header })
  const asReply = (body: Awaited<typeof answered>): Reply =>
    body === null ? null : responseFrame(start.correlationId, hasTags, body)
  return answered instanceof Promise ? answered.then(asReply) : asReply(answered)
}

/** A body of version 0 that says which versions there are, so that the client asks again (KIP-511). */
function unsupportedApiVersions(start: RequestStart, { advertised: [first, last] }: Api): Reply {
  return responseFrame(start.correlationId, false, writer => {
    writer.int16(errors.unsupportedVersion)
    writer.int32(1)
    writer.int16(apiVersionsKey)
    writer.int16(first)
    writer.int16(last)
  })
}
