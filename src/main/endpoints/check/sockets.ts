import { connect as connectTcp, type Socket } from 'node:net'
import { connect as connectTls, type ConnectionOptions, type TLSSocket } from 'node:tls'
import { isIP } from 'node:net'
import { answerMsMax } from './finding'
import type { Address } from './network-problem'

/** Options of TLS; null: none. */
export type Tls = Pick<
  ConnectionOptions,
  'ca' | 'cert' | 'key' | 'passphrase' | 'servername' | 'rejectUnauthorized'
> | null

/**
 * Connects, and shakes hands where TLS is wanted.
 *
 * @throws Error with the code of the network or of TLS; ETIMEDOUT after answerMsMax
 */
export function open(address: Address, tls: Tls, signal: AbortSignal): Promise<Socket | TLSSocket> {
  return new Promise((resolve, reject) => {
    const { host, port } = address
    const socket = tls
      ? connectTls({ host, port, ...(isIP(host) === 0 && { servername: host }), ...tls })
      : connectTcp({ host, port })
    const end = (error?: Error) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
      socket.off('error', end)
      socket.off('close', onClose)
      if (!error) return resolve(socket)
      socket.on('error', () => undefined)
      socket.destroy()
      reject(error)
    }
    const onAbort = () => end(asError(signal.reason))
    const onClose = () => end(coded('ECONNRESET', 'the connection was closed'))
    const timer = setTimeout(() => end(coded('ETIMEDOUT', 'no answer')), answerMsMax)
    signal.addEventListener('abort', onAbort, { once: true })
    socket.once('error', end)
    socket.once('close', onClose)
    socket.once(tls ? 'secureConnect' : 'connect', () => end())
    if (signal.aborted) onAbort()
  })
}

/**
 * Sends bytes and collects what comes back until `enough` says so.
 *
 * @throws Error ECONNRESET when the other side closes first, with what came until then as `received`; ETIMEDOUT
 */
export function ask(
  socket: Socket,
  bytes: Buffer,
  enough: (received: Buffer) => boolean,
  signal: AbortSignal,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let received: Buffer = Buffer.alloc(0)
    const end = (error?: Error) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
      socket.off('data', onData).off('error', end).off('close', onClose)
      socket.on('error', () => undefined)
      if (error) reject(Object.assign(error, { received }))
      else resolve(received)
    }
    const onData = (piece: Buffer) => {
      received = Buffer.concat([received, piece])
      if (enough(received)) end()
      else if (received.length > answerBytesMax) end(coded('EMSGSIZE', 'the answer is too long'))
    }
    const onClose = () => end(coded('ECONNRESET', 'the connection was closed'))
    const onAbort = () => end(asError(signal.reason))
    const timer = setTimeout(() => end(coded('ETIMEDOUT', 'no answer')), answerMsMax)
    signal.addEventListener('abort', onAbort, { once: true })
    socket.on('data', onData)
    socket.once('error', end)
    socket.once('close', onClose)
    socket.write(bytes)
  })
}

const answerBytesMax = 64 * 1024

/** Whether whoever listens there shakes hands for TLS, whatever certificate it has. */
export async function speaksTls(address: Address, signal: AbortSignal): Promise<boolean> {
  try {
    const socket = await open(address, { rejectUnauthorized: false }, signal)
    socket.destroy()
    return true
  } catch (error) {
    // Asking for a client certificate is a way of speaking TLS, too.
    return /ALERT/.test((error as NodeJS.ErrnoException).code ?? '')
  }
}

/** What is said, without TLS, to a question that every HTTP server answers; empty: nothing. */
export async function plainWords(address: Address, signal: AbortSignal): Promise<string> {
  try {
    const socket = await open(address, null, signal)
    try {
      const question = Buffer.from(`GET / HTTP/1.1\r\nHost: ${address.host}\r\nConnection: close\r\n\r\n`)
      return (await ask(socket, question, received => received.length >= 8, signal)).toString('latin1')
    } finally {
      socket.destroy()
    }
  } catch (error) {
    return (error as { received?: Buffer }).received?.toString('latin1') ?? ''
  }
}

export const speaksHttp = async (address: Address, signal: AbortSignal): Promise<boolean> =>
  (await plainWords(address, signal)).startsWith('HTTP/')

function coded(code: string, message: string): Error {
  return Object.assign(new Error(message), { code })
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason))
}
