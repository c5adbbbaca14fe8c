import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { KafkaConnection } from '../kafka'
import type { WireApi } from './apis/api'
import { WireError, WireReader, WireWriter } from './fields'
import { logIn } from './sasl'

/** A broker that does not take a connection, or a login, within this time is away. */
const connectMsMax = 3_000

/** A request that is not answered within this time has failed, and its connection with it. */
const answerMsMax = 30_000

/** An answer larger than this is refused: a fetch asks for far less, one record's batch may be larger. */
const answerBytesMax = 256 * 1024 * 1024

/** Requests that wait for an answer on one connection at most. */
const inFlightMax = 100

const clientId = 'elevated-inspector'

export interface Address {
  host: string
  port: number
}

/** One connection to one broker. Answers come in the order of the requests. */
export interface WireConnection {
  readonly isOpen: boolean
  /** @param waitMs how long the broker itself was asked to wait; added to the time allowed */
  ask<Request, Response>(api: WireApi<Request, Response>, request: Request, waitMs?: number): Promise<Response>
  /** Ends it; what waits for an answer fails. */
  close(reason?: Error): void
}

interface Waiting {
  correlation: number
  resolve(frame: Buffer): void
  reject(error: Error): void
  timer: NodeJS.Timeout
}

/**
 * Connects, with TLS and a login where the profile says so.
 *
 * @throws Error of the network; ProblemError kafka-login-refused, kafka-login-unknown
 */
export async function openConnection(address: Address, options: KafkaConnection): Promise<WireConnection> {
  const socket = await openSocket(address, options)
  const connection = speakOn(socket)
  try {
    if (options.sasl) {
      await logIn(options.sasl, `${address.host}:${address.port}`, (api, request) => connection.ask(api, request))
    }
    return connection
  } catch (error) {
    connection.close()
    throw error
  }
}

function openSocket({ host, port }: Address, { ssl }: KafkaConnection): Promise<Socket> {
  return new Promise((resolve, reject) => {
    // An address has no name that a certificate could be held against by SNI.
    const servername = isIP(host) ? '' : host
    const secure = ssl && { host, port, servername, ...(typeof ssl === 'object' ? ssl : {}) }
    const socket = secure ? connectTls(secure) : connectTcp({ host, port })
    const timer = setTimeout(
      () => socket.destroy(new Error(`${host}:${port} did not take the connection within ${connectMsMax} ms`)),
      connectMsMax,
    )
    const onFailure = (error?: Error) => {
      clearTimeout(timer)
      reject(error ?? new Error(`${host}:${port} closed the connection`))
    }
    socket.once('error', onFailure)
    socket.once('close', () => onFailure())
    socket.once(secure ? 'secureConnect' : 'connect', () => {
      clearTimeout(timer)
      socket.removeListener('error', onFailure)
      socket.setNoDelay(true)
      resolve(socket)
    })
  })
}

function speakOn(socket: Socket): WireConnection {
  const waiting: Waiting[] = []
  const frames = frameSplitter()
  let correlation = 0
  let isOpen = true

  const end = (error: Error) => {
    if (!isOpen) return
    isOpen = false
    socket.destroy()
    for (const { reject, timer } of waiting.splice(0)) {
      clearTimeout(timer)
      reject(error)
    }
  }
  socket.on('error', end)
  socket.on('close', () => end(new Error('the broker closed the connection')))
  socket.on('data', (piece: Buffer) => {
    try {
      for (const frame of frames(piece)) {
        const [first] = waiting
        if (!first || frame.readInt32BE(0) !== first.correlation) {
          throw new WireError('an answer came that nobody asked for')
        }
        waiting.shift()
        clearTimeout(first.timer)
        first.resolve(frame)
      }
    } catch (error) {
      end(error as Error)
    }
  })

  return {
    get isOpen() {
      return isOpen
    },
    async ask(api, request, waitMs = 0) {
      if (!isOpen) throw new Error('the connection is closed')
      if (waiting.length >= inFlightMax) throw new Error(`${inFlightMax} requests wait for the broker already`)
      const id = (correlation = (correlation + 1) & 0x7fffffff)
      const writer = new WireWriter().int32(0).int16(api.key).int16(api.version).int32(id).string(clientId)
      api.write(writer, request)
      const message = writer.done()
      message.writeInt32BE(message.length - 4, 0)
      const frame = await new Promise<Buffer>((resolve, reject) => {
        const msMax = answerMsMax + waitMs
        const timer = setTimeout(() => end(new Error(`${api.name} was not answered within ${msMax} ms`)), msMax)
        waiting.push({ correlation: id, resolve, reject, timer })
        socket.write(message)
      })
      return api.read(new WireReader(frame, 4))
    },
    close(reason = new Error('the connection was given up')) {
      end(reason)
    },
  }
}

/** Cuts a stream of bytes into frames: an int32 length, then so many bytes. */
function frameSplitter(): (piece: Buffer) => Buffer[] {
  let pieces: Buffer[] = []
  let bytes = 0
  const sizeOf = () => {
    if (bytes < 4) return undefined
    if (pieces[0]!.length < 4) pieces = [Buffer.concat(pieces)]
    const size = pieces[0]!.readInt32BE(0)
    if (size < 4 || size > answerBytesMax) throw new WireError(`an answer of ${size} bytes is not taken`)
    return size
  }
  return piece => {
    pieces.push(piece)
    bytes += piece.length
    const frames: Buffer[] = []
    for (let size = sizeOf(); size !== undefined && bytes >= size + 4; size = sizeOf()) {
      const all = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces, bytes)
      frames.push(all.subarray(4, 4 + size))
      pieces = [all.subarray(4 + size)]
      bytes -= size + 4
    }
    return frames
  }
}
