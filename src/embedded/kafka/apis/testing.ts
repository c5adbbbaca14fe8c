/** For tests: sends one request through bytes, there and back, as a client would. */
import { silentLog } from '../../lib/log'
import { struct, type ReadOf, type Shape, type WriteOf } from '../wire/fields'
import { Reader } from '../wire/reader'
import { Writer } from '../wire/writer'
import type { HandlerContext, TypedApi } from './api'
import type { Broker } from './broker'

/** What a test has of a broker; a handler that needs more than that fails. */
export type PartOfBroker = Partial<Broker>

/** The bytes that this version of the request is sent as; the answer is read when they were handled. */
export async function ask<Q extends Shape, S extends Shape>(
  broker: PartOfBroker,
  api: TypedApi<Q, S>,
  version: number,
  request: WriteOf<Q>,
): Promise<ReadOf<S>> {
  const compiledFor = { version, flexible: api.isFlexible(version) }
  const sent = new Writer()
  struct(api.definition.request).compile(compiledFor).write(sent, request)
  const reader = new Reader(sent.toBuffer())
  const writeBody = await api.answer(reader, contextOf(broker, api.key, version))
  if (!writeBody) throw new Error(`${api.name} ${version} was not answered`)
  const received = new Writer()
  writeBody(received)
  const answer = new Reader(received.toBuffer())
  const response = struct(api.definition.response).compile(compiledFor).read(answer)
  const left = reader.remaining + answer.remaining
  if (left > 0) throw new Error(`${api.name} ${version}: ${left} bytes were not read`)
  return response
}

export function versionsOf({ versions: [first, last] }: { versions: readonly [number, number] }): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}

function contextOf(broker: PartOfBroker, apiKey: number, apiVersion: number): HandlerContext {
  return {
    broker: { nodeId: 1, clusterId: 'cluster', host: 'localhost', port: 9092, ...broker } as Broker,
    connection: { id: 1, host: '127.0.0.1', clientSoftware: null },
    header: { apiKey, apiVersion, correlationId: 1, clientId: 'client' },
    log: silentLog(),
    signal: new AbortController().signal,
  }
}
