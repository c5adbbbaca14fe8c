import { setMaxListeners } from 'node:events'
import type { Socket } from 'node:net'
import type { Log } from '../lib/log'
import type { Connection } from './apis/api'
import { frameBytesMax } from './wire/frame'

/** Requests of one connection that are under way at the same time; later ones stay in the socket. */
export const requestsInFlightMax = 32
/** Bytes that wait to be sent to one client; above it no more of its requests are read. */
export const outgoingBytesMax = 4 * 1024 * 1024
/** A connection on which nothing happens for this long is closed; Kafka's connections.max.idle.ms. */
export const idleMsMax = 600_000

/** What is sent for one request: the pieces of a frame, or null when the request has no response. */
export type Reply = readonly Buffer[] | null

/** A client on its socket: cuts frames, keeps responses in order, and slows down a client that does not read. */
export interface ClientConnection {
  readonly info: Connection
  /** Ends what waits for this client, sends what is answered within `graceMs`, and closes. */
  end(graceMs: number): Promise<void>
}

export interface ConnectionOptions {
  id: number
  socket: Socket
  log: Log
  /** Answers one frame, which begins behind its size. A rejection closes the connection. */
  answer(frame: Buffer, info: Connection, signal: AbortSignal): Reply | Promise<Reply>
  onClose(): void
}

interface Slot {
  /** Undefined until answered. */
  reply: Reply | undefined
}

export function serveConnection({ id, socket, log, answer, onClose }: ConnectionOptions): ClientConnection {
  const info: Connection = { id, host: plainAddress(socket.remoteAddress), clientSoftware: null }
  const ending = new AbortController()
  // Each waiting request listens; they are bounded by requestsInFlightMax.
  setMaxListeners(0, ending.signal)
  const frames = frameCutter()
  const slots: Slot[] = []
  let isEnding = false
  let onIdle: (() => void) | null = null

  function fail(reason: string, error?: unknown): void {
    if (!socket.destroyed) log.warn({ connection: id, client: info.clientSoftware, err: error }, reason)
    socket.destroy()
  }

  function isBusy(): boolean {
    return slots.length >= requestsInFlightMax || socket.writableLength >= outgoingBytesMax
  }

  /** Answers whole frames while there is room for more answers. */
  function proceed(): void {
    while (!socket.destroyed && !isEnding && !isBusy()) {
      const frame = frames.next()
      if (frame === null) break
      if (frame === 'too large') return fail(`a request was refused: frames have 0 to ${frameBytesMax} bytes`)
      take(frame)
    }
    if (isBusy()) socket.pause()
    else if (socket.isPaused()) socket.resume()
  }

  function take(frame: Buffer): void {
    const slot: Slot = { reply: undefined }
    slots.push(slot)
    try {
      const answered = answer(frame, info, ending.signal)
      if (!(answered instanceof Promise)) return settle(slot, answered)
      answered.then(
        reply => {
          settle(slot, reply)
          proceed()
        },
        (error: unknown) => fail(`the connection is closed: ${messageOf(error)}`, error),
      )
    } catch (error) {
      fail(`the connection is closed: ${messageOf(error)}`, error)
    }
  }

  /** Responses leave in the order of the requests. */
  function settle(slot: Slot, reply: Reply): void {
    slot.reply = reply
    if (slots[0] !== slot || socket.destroyed) return
    socket.cork()
    while (slots.length > 0 && slots[0]!.reply !== undefined) {
      for (const piece of slots.shift()!.reply ?? []) socket.write(piece)
    }
    socket.uncork()
    if (slots.length === 0) onIdle?.()
  }

  socket.setNoDelay(true)
  socket.setTimeout(idleMsMax, () => socket.destroy())
  socket.on('data', chunk => {
    frames.add(chunk as Buffer)
    proceed()
  })
  socket.on('drain', proceed)
  // A client that goes away without goodbye is nothing to report.
  socket.on('error', error => log.debug({ connection: id, err: error }, 'a connection broke'))
  socket.on('close', () => {
    ending.abort(new Error('the connection closed'))
    onIdle?.()
    onClose()
  })

  return {
    info,
    async end(graceMs) {
      isEnding = true
      ending.abort(new Error('the broker stops'))
      if (slots.length > 0 && !socket.destroyed) {
        await new Promise<void>(resolve => {
          const timer = setTimeout(resolve, graceMs)
          onIdle = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      }
      if (socket.destroyed) return
      await new Promise<void>(resolve => {
        const timer = setTimeout(() => socket.destroy(), graceMs)
        socket.once('close', () => {
          clearTimeout(timer)
          resolve()
        })
        socket.end(() => socket.destroy())
      })
    },
  }
}

interface FrameCutter {
  add(chunk: Buffer): void
  /** The next whole frame without its size, null when there is none yet. */
  next(): Buffer | 'too large' | null
}

/** Cuts a stream of bytes into frames. A frame that lies in one chunk is a view of it; others are put together once. */
export function frameCutter(): FrameCutter {
  let chunks: Buffer[] = []
  let total = 0

  /** The first `length` bytes as one buffer, taken off. */
  function takeBytes(length: number): Buffer {
    const first = chunks[0]!
    total -= length
    if (first.length > length) {
      chunks[0] = first.subarray(length)
      return first.subarray(0, length)
    }
    if (first.length === length) {
      chunks.shift()
      return first
    }
    const all = Buffer.concat(chunks)
    chunks = all.length > length ? [all.subarray(length)] : []
    return all.subarray(0, length)
  }

  function firstSize(): number {
    if (chunks[0]!.length < 4) chunks = [Buffer.concat(chunks)]
    return chunks[0]!.readInt32BE(0)
  }

  return {
    add(chunk) {
      chunks.push(chunk)
      total += chunk.length
    },
    next() {
      if (total < 4) return null
      const size = firstSize()
      if (size < 0 || size > frameBytesMax) return 'too large'
      if (total < 4 + size) return null
      return takeBytes(4 + size).subarray(4)
    },
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** IPv4 clients on a socket of both families appear as `::ffff:127.0.0.1`. */
function plainAddress(address = ''): string {
  return address.replace(/^::ffff:/, '')
}
