import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { createServer, type Server as HttpServer } from 'node:http'
import { listenOnLoopback } from './listener'
import type { Log } from './log'
import type { RunningService, ServiceName } from './service'

/** A request body larger than this is refused with 413. */
export const bodyBytesMax = 64 * 1024 * 1024

/** A request that is still under way so long after the stop began is cut off. */
const stopMsMax = 500

/** A connection whose request has been answered is closed within this time when the service stops. */
const idleCheckMs = 10

/** An answer that is not 2xx, with the body that the service's clients expect. */
export class HttpError extends Error {
  readonly status: number
  readonly body: object
  constructor(status: number, body: object) {
    super((body as { message?: string }).message ?? `HTTP ${status}`)
    this.name = 'HttpError'
    this.status = status
    this.body = body
  }
}

export interface HttpServiceOptions {
  name: ServiceName
  port: number
  log: Log
  /** Content type of answers that do not set their own. */
  contentType: string
  /** Declares the routes. */
  routes(app: FastifyInstance): void
  /** The body for what no route answers, or for a failure that is not an HttpError; status is decided already. */
  errorBody(status: number, message: string, error: Error | null, request: FastifyRequest): object
  /** Reads a body; JSON.parse when left out. Throws when the text is malformed. */
  parseBody?(text: string): unknown
  /** Called once when the service stops, after the port has closed. */
  onStop?(): Promise<void>
}

/**
 * Serves `routes` over HTTP/1.1 on loopback. Bodies arrive as parsed JSON whatever their content type says (clients of
 * these services send many), an empty body as undefined.
 *
 * @throws ProblemError port-in-use
 */
export async function serveHttp(options: HttpServiceOptions): Promise<RunningService> {
  const { name, log, contentType } = options
  let http!: HttpServer
  const app = Fastify({
    bodyLimit: bodyBytesMax,
    routerOptions: { maxParamLength: 1024, ignoreTrailingSlash: true },
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    serverFactory: handler => {
      http = createServer({ keepAliveTimeout: 60_000 }, handler)
      return http
    },
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, text, done) => {
    if (text === '') return done(null, undefined)
    try {
      done(null, (options.parseBody ?? JSON.parse)(text as string))
    } catch (error) {
      done(new MalformedJson((error as Error).message))
    }
  })
  // Set first, because fastify would choose one by the payload before any later hook is asked.
  app.addHook('onRequest', async (_request, reply) => {
    reply.type(contentType)
  })
  app.addHook('onSend', async (_request, reply, payload) => {
    // JSON is UTF-8 by definition; the real services do not say so either.
    const type = reply.getHeader('content-type')
    if (typeof type === 'string') reply.header('content-type', type.replace(/; charset=utf-8$/, ''))
    if (payload == null || payload === '') reply.removeHeader('content-type')
    return payload
  })
  app.setNotFoundHandler((request, reply) => {
    reply.code(404).send(options.errorBody(404, `HTTP 404 Not Found: ${request.method} ${request.url}`, null, request))
  })
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    reply.type(contentType)
    if (error instanceof HttpError) return reply.code(error.status).send(error.body)
    const status = error instanceof MalformedJson ? 400 : (error.statusCode ?? 500)
    if (status >= 500) log.error({ err: error, url: request.url }, 'request failed')
    return reply.code(status).send(options.errorBody(status, error.message, error, request))
  })
  options.routes(app)
  await app.ready()
  const listening = await listenOnLoopback(name, http, options.port)
  let stopping: Promise<void> | undefined
  return {
    name,
    port: listening.port,
    endpoint: `http://127.0.0.1:${listening.port}`,
    stop() {
      stopping ??= (async () => {
        await closeGently(http, listening.close())
        await app.close()
        await options.onStop?.()
      })()
      return stopping
    },
  }
}

/** Lets requests under way be answered, and cuts off those, such as streams, that go on for longer. */
async function closeGently(http: HttpServer, closed: Promise<void>): Promise<void> {
  http.closeIdleConnections()
  const idle = setInterval(() => http.closeIdleConnections(), idleCheckMs)
  const cut = setTimeout(() => http.closeAllConnections(), stopMsMax)
  await closed
  clearInterval(idle)
  clearTimeout(cut)
}

/** The body was not JSON. */
export class MalformedJson extends Error {}

export type { FastifyInstance, FastifyReply, FastifyRequest }
