import type { Log } from '../../lib/log'
import { struct, type Codec, type ReadOf, type Shape, type WriteOf } from '../wire/fields'
import type { RequestHeader } from '../wire/frame'
import type { Reader } from '../wire/reader'
import type { Writer } from '../wire/writer'
import type { Broker } from './broker'

/** What is known of the connection that a request came on. */
export interface Connection {
  /** Counts up from 1 over the broker's life. */
  readonly id: number
  /** Address of the client, such as `127.0.0.1`. */
  readonly host: string
  /** What the client called itself in ApiVersions 3 and later. */
  clientSoftware: { name: string; version: string } | null
}

/** What a handler is given beside the request. */
export interface HandlerContext {
  broker: Broker
  connection: Connection
  header: RequestHeader
  log: Log
  /** Aborts when the connection closes or the broker stops: end every wait then. */
  signal: AbortSignal
}

type Answer<Response extends Shape> = WriteOf<Response> | null

export interface ApiDefinition<Request extends Shape, Response extends Shape> {
  key: number
  name: string
  /** First and last version that is answered. */
  versions: readonly [first: number, last: number]
  /** First version with compact lengths and tagged fields; null when none has them. */
  flexible: number | null
  /** What ApiVersions says when it is not the same as `versions`. */
  advertised?: readonly [first: number, last: number]
  request: Request
  response: Response
  /** A null is no response at all: Produce with acks 0. */
  handle(request: ReadOf<Request>, context: HandlerContext): Answer<Response> | Promise<Answer<Response>>
}

/** An API as the dispatcher sees it, whatever its messages are. */
export interface Api {
  readonly key: number
  readonly name: string
  readonly versions: readonly [first: number, last: number]
  readonly advertised: readonly [first: number, last: number]
  isFlexible(version: number): boolean
  /** Reads the body of a request and answers it with a function that writes the body of the response, or with null. */
  answer(body: Reader, context: HandlerContext): WriteBody | null | Promise<WriteBody | null>
}

export type WriteBody = (writer: Writer) => void

/** The API together with its messages: what a client of ours, such as a test, needs. */
export interface TypedApi<Request extends Shape, Response extends Shape> extends Api {
  readonly definition: ApiDefinition<Request, Response>
}

/** Declares one API. Its codecs are compiled for a version when that version is first asked for. */
export function api<Request extends Shape, Response extends Shape>(
  definition: ApiDefinition<Request, Response>,
): TypedApi<Request, Response> {
  const { key, name, versions, flexible, handle } = definition
  const isFlexible = (version: number) => flexible !== null && version >= flexible
  const requestOf = compiledByVersion(definition.request, isFlexible)
  const responseOf = compiledByVersion(definition.response, isFlexible)
  return {
    key,
    name,
    versions,
    advertised: definition.advertised ?? versions,
    isFlexible,
    definition,
    answer(body, context) {
      const version = context.header.apiVersion
      const answered = handle(requestOf(version).read(body), context)
      const asBody = (response: Answer<Response>): WriteBody | null =>
        response === null ? null : writer => responseOf(version).write(writer, response)
      return answered instanceof Promise ? answered.then(asBody) : asBody(answered)
    },
  }
}

function compiledByVersion<S extends Shape>(
  shape: S,
  isFlexible: (version: number) => boolean,
): (version: number) => Codec<ReadOf<S>, WriteOf<S>> {
  const message = struct(shape)
  const compiled: Codec<ReadOf<S>, WriteOf<S>>[] = []
  return version => (compiled[version] ??= message.compile({ version, flexible: isFlexible(version) }))
}
