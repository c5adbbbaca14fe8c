import { connect, type Socket } from 'node:net'
import type { TypedApi } from '../../src/embedded/kafka/apis/api'
import { struct, type ReadOf, type Shape, type WriteOf } from '../../src/embedded/kafka/wire/fields'
import { writeRequestHeader } from '../../src/embedded/kafka/wire/frame'
import { Reader } from '../../src/embedded/kafka/wire/reader'
import { Writer } from '../../src/embedded/kafka/wire/writer'

/** A connection that sends single requests, for cases that no client library would send. */
export interface ProtocolClient {
  ask<Q extends Shape, S extends Shape>(
    api: TypedApi<Q, S>,
    version: number,
    request: WriteOf<Q>,
    withinMs?: number,
  ): Promise<ReadOf<S>>
  close(): void
}

const apiVersionsKey = 18

export async function connectTo(bootstrap: string, clientId: string | null = 'protocol'): Promise<ProtocolClient> {
  const [host, port] = bootstrap.split(':')
  const socket = connect({ host, port: Number(port), noDelay: true })
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  const waiting = collectResponses(socket)
  let lastId = 0
  return {
    async ask(api, version, request, withinMs = 10_000) {
      const correlationId = ++lastId
      const flexible = api.isFlexible(version)
      const writer = new Writer()
      writer.int32(0)
      writeRequestHeader(writer, { apiKey: api.key, apiVersion: version, correlationId, clientId }, flexible)
      struct(api.definition.request).compile({ version, flexible }).write(writer, request)
      const frame = writer.toBuffer()
      frame.writeInt32BE(frame.length - 4)
      const answered = waiting.for(correlationId, `${api.name} ${version}`, withinMs)
      socket.write(frame)
      const reader = new Reader(await answered)
      reader.skip(4)
      if (flexible && api.key !== apiVersionsKey) reader.uvarint()
      const response = struct(api.definition.response).compile({ version, flexible }).read(reader)
      if (reader.remaining > 0) throw new Error(`${api.name} ${version}: ${reader.remaining} bytes more than expected`)
      return response
    },
    close: () => void socket.destroy(),
  }
}

/** Puts frames together from what comes in, and hands each to whoever waits for its correlation id. */
function collectResponses(socket: Socket) {
  let bytes = Buffer.alloc(0)
  const waiting = new Map<number, { resolve(frame: Buffer): void; reject(error: Error): void }>()
  socket.on('data', data => {
    bytes = Buffer.concat([bytes, data])
    while (bytes.length >= 4 && bytes.length >= 4 + bytes.readInt32BE(0)) {
      const frame = bytes.subarray(4, 4 + bytes.readInt32BE(0))
      bytes = bytes.subarray(4 + frame.length)
      waiting.get(frame.readInt32BE(0))?.resolve(frame)
    }
  })
  const failAll = () => waiting.forEach(({ reject }) => reject(new Error('the broker closed the connection')))
  socket.on('close', failAll).on('error', failAll)
  return {
    for(correlationId: number, what: string, withinMs: number): Promise<Buffer> {
      return new Promise<Buffer>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`${what} was not answered within ${withinMs} ms`)), withinMs)
        waiting.set(correlationId, {
          resolve: frame => (clearTimeout(timer), waiting.delete(correlationId), resolve(frame)),
          reject: error => (clearTimeout(timer), waiting.delete(correlationId), reject(error)),
        })
      })
    },
  }
}
