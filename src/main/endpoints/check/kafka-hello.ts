import type { Socket } from 'node:net'
import { ask } from './sockets'

/**
 * The first words of Kafka's protocol, by hand: a client library that meets something else than Kafka, or Kafka on a
 * listener of another kind, says no more than that the connection was closed. https://kafka.apache.org/protocol
 */

const saslHandshakeKey = 17
const apiVersionsKey = 18

/** Of SaslHandshake, from a listener that asks for no user and password. */
const illegalSaslState = 34
/** Of SaslHandshake: the mechanism asked for is not among those offered. */
const unsupportedSaslMechanism = 33

/** What a listener wants of those who connect. */
export interface Greeting {
  /** The mechanisms that it offers; null: it wants no user and password. */
  mechanisms: string[] | null
}

/** What answered is not Kafka; `words` are its first bytes. */
export class NotKafkaError extends Error {
  constructor(readonly words: Buffer) {
    super('what answers is not Kafka')
  }
}

/**
 * Greets whoever is at the other end of a connection.
 *
 * @throws NotKafkaError
 * @throws Error ECONNRESET, ETIMEDOUT with what came before that
 */
export async function greet(socket: Socket, signal: AbortSignal): Promise<Greeting> {
  // Version 0 of ApiVersions is answered by every broker, before anything else.
  await askKafka(socket, request(apiVersionsKey, 0, 1, Buffer.alloc(0)), 1, signal)
  let answer: Buffer
  try {
    answer = await askKafka(socket, request(saslHandshakeKey, 1, 2, text('PLAIN')), 2, signal)
  } catch (error) {
    // A listener without SASL may close the connection instead of saying so.
    if (error instanceof NotKafkaError) throw error
    return { mechanisms: null }
  }
  const code = answer.readInt16BE(8)
  if (code === illegalSaslState || (code !== 0 && code !== unsupportedSaslMechanism)) return { mechanisms: null }
  return { mechanisms: readTexts(answer, 10) }
}

async function askKafka(socket: Socket, bytes: Buffer, correlationId: number, signal: AbortSignal): Promise<Buffer> {
  const isKafka = (received: Buffer) =>
    received.length < 8 || (received.readInt32BE(0) <= frameBytesMax && received.readInt32BE(4) === correlationId)
  const isWhole = (received: Buffer) =>
    !isKafka(received) || (received.length >= 8 && received.length >= 4 + received.readInt32BE(0))
  let answer: Buffer
  try {
    answer = await ask(socket, bytes, isWhole, signal)
  } catch (error) {
    // Somebody else says little, such as a TLS alert, and hangs up.
    const { received } = error as { received?: Buffer }
    if (received && received.length > 0) throw new NotKafkaError(received)
    throw error
  }
  if (!isKafka(answer)) throw new NotKafkaError(answer)
  return answer
}

/** No answer to these two questions is longer. */
const frameBytesMax = 32 * 1024

/** A frame with a request header of version 1. */
function request(key: number, version: number, correlationId: number, body: Buffer): Buffer {
  const header = Buffer.alloc(8)
  header.writeInt16BE(key, 0)
  header.writeInt16BE(version, 2)
  header.writeInt32BE(correlationId, 4)
  const rest = Buffer.concat([header, text('elevated'), body])
  const size = Buffer.alloc(4)
  size.writeInt32BE(rest.length, 0)
  return Buffer.concat([size, rest])
}

/** A STRING: int16 length and UTF-8. */
function text(value: string): Buffer {
  const bytes = Buffer.from(value)
  const size = Buffer.alloc(2)
  size.writeInt16BE(bytes.length, 0)
  return Buffer.concat([size, bytes])
}

/** An ARRAY of STRING, as far as the bytes go. */
function readTexts(bytes: Buffer, start: number): string[] {
  const texts: string[] = []
  let at = start + 4
  for (let left = bytes.readInt32BE(start); left > 0 && at + 2 <= bytes.length; left--) {
    const length = bytes.readInt16BE(at)
    texts.push(bytes.toString('utf8', at + 2, at + 2 + length))
    at += 2 + length
  }
  return texts
}
