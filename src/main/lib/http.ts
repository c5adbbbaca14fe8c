import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { ProblemError, messageOf } from './problem'

/** An answer larger than this is refused: no service of the pipeline says so much. */
const answerBytesMax = 32 * 1024 * 1024

/** The default for how long a request may take in all. */
const requestMsDefault = 10_000

/** An HTTP service with its credentials. */
export interface HttpEndpoint {
  /** How people call it, for messages: Schema Registry, REST proxy, … */
  title: string
  /** Without a slash at the end. */
  url: string
  username?: string
  password?: string
}

export interface Answer {
  status: number
  text: string
  /** Parsed JSON; undefined when the answer had no body or was not JSON. */
  json: unknown
}

export interface RequestOptions {
  body?: unknown
  contentType?: string
  accept?: string
  timeoutMs?: number
  signal?: AbortSignal
}

const agents = {
  http: new HttpAgent({ keepAlive: true, maxSockets: 16 }),
  https: new HttpsAgent({ keepAlive: true, maxSockets: 16 }),
}

/**
 * One HTTP request; the body is sent as JSON. Any status is an answer.
 *
 * @throws ProblemError service-unreachable, service-slow, answer-too-large
 */
export async function request(
  endpoint: HttpEndpoint,
  method: string,
  path: string,
  options: RequestOptions = {},
): Promise<Answer> {
  const url = new URL(endpoint.url + path)
  const timeoutMs = options.timeoutMs ?? requestMsDefault
  const payload = options.body === undefined ? undefined : JSON.stringify(options.body)
  const headers = headersOf(endpoint, payload, options)
  const secure = url.protocol === 'https:'
  const where = `${method} ${url.origin}${url.pathname}`
  return new Promise<Answer>((resolve, reject) => {
    const send = secure ? httpsRequest : httpRequest
    const sent = send(url, { method, headers, agent: secure ? agents.https : agents.http, signal: options.signal })
    const timer = setTimeout(() => sent.destroy(slow(endpoint, where, timeoutMs)), timeoutMs)
    sent.on('error', error => {
      clearTimeout(timer)
      if (options.signal?.aborted) return reject(options.signal.reason)
      reject(error instanceof ProblemError ? error : unreachable(endpoint, where, error))
    })
    sent.on('response', response => {
      readText(endpoint, where, response)
        .then(text => resolve({ status: response.statusCode ?? 0, text, json: parsed(text) }))
        .catch(error => reject(error instanceof ProblemError ? error : unreachable(endpoint, where, error)))
        .finally(() => clearTimeout(timer))
    })
    sent.end(payload)
  })
}

/** What is sent above the body: what it is, what is wanted, who asks. */
export function headersOf(
  endpoint: HttpEndpoint,
  payload: string | undefined,
  options: Pick<RequestOptions, 'accept' | 'contentType'>,
): Record<string, string | number> {
  const headers: Record<string, string | number> = { accept: options.accept ?? '*/*' }
  if (payload !== undefined) {
    headers['content-type'] = options.contentType ?? 'application/json'
    headers['content-length'] = Buffer.byteLength(payload)
  }
  if (endpoint.username !== undefined) {
    const pair = `${endpoint.username}:${endpoint.password ?? ''}`
    headers.authorization = `Basic ${Buffer.from(pair).toString('base64')}`
  }
  return headers
}

/**
 * As `request`, but only 2xx is an answer.
 *
 * @throws ProblemError also service-refused (4xx), service-error (others)
 */
export async function call(endpoint: HttpEndpoint, method: string, path: string, options?: RequestOptions) {
  const answer = await request(endpoint, method, path, options)
  if (answer.status < 200 || answer.status > 299) throw refused(endpoint, `${method} ${path}`, answer)
  return answer
}

/** The Problem for an answer that is not what was asked for. */
export function refused(endpoint: HttpEndpoint, what: string, answer: Answer): ProblemError {
  const said = (answer.json as { message?: unknown } | undefined)?.message ?? answer.text.slice(0, 300)
  const ours = answer.status >= 400 && answer.status < 500
  return new ProblemError({
    code: ours ? 'service-refused' : 'service-error',
    where: `${endpoint.title}, ${endpoint.url}`,
    message: `${endpoint.title} answered ${answer.status} to ${what}: ${String(said) || 'nothing'}`,
    tip: ours
      ? 'Look at what it says; the object may have been changed by somebody else.'
      : `Look into the log of ${endpoint.title}; it is asked again by itself.`,
  })
}

/** The Problem for an answer that makes no sense, such as a page of another program on the same port. */
export function garbled(endpoint: HttpEndpoint, what: string, answer: Answer): ProblemError {
  return new ProblemError({
    code: 'service-garbled',
    where: `${endpoint.title}, ${endpoint.url}`,
    message: `What answers ${what} is not ${endpoint.title}: status ${answer.status}, "${answer.text.slice(0, 80)}"`,
    tip: 'Check the address in the profile: another program may have the port.',
  })
}

/** The Problem for a service that cannot be connected to, or whose connection has broken. */
export function unreachable(endpoint: HttpEndpoint, where: string, error: unknown): ProblemError {
  return new ProblemError(
    {
      code: 'service-unreachable',
      where,
      message: `${endpoint.title} cannot be reached: ${messageOf(error)}.`,
      tip: `Check that ${endpoint.title} runs at ${endpoint.url}; it is tried again by itself.`,
    },
    { cause: error },
  )
}

/** The Problem for a service that takes too long. */
export function slow(endpoint: HttpEndpoint, where: string, timeoutMs: number): ProblemError {
  return new ProblemError({
    code: 'service-slow',
    where,
    message: `${endpoint.title} did not answer within ${timeoutMs} ms.`,
    tip: `${endpoint.title} may be overloaded or stuck; it is tried again by itself.`,
  })
}

async function readText(endpoint: HttpEndpoint, where: string, response: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of response as AsyncIterable<Buffer>) {
    bytes += piece.length
    if (bytes > answerBytesMax) {
      throw new ProblemError({
        code: 'answer-too-large',
        where,
        message: `${endpoint.title} answered more than ${answerBytesMax} bytes.`,
        tip: 'Check the address in the profile: another program may have the port.',
      })
    }
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not JSON is an answer, too: whoever needs JSON finds it undefined and says so.
    return undefined
  }
}
