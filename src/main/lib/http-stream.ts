import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { StringDecoder } from 'node:string_decoder'
import { headersOf, slow, unreachable, type HttpEndpoint, type RequestOptions } from './http'
import { ProblemError } from './problem'

/** An answer that comes piece by piece. */
export interface StreamedAnswer {
  status: number
  contentType: string
  /**
   * Its text as it comes; asking for the next piece only when one can take it slows the sender down.
   *
   * @throws ProblemError service-unreachable when the connection breaks
   */
  pieces(): AsyncGenerator<string, void, void>
  /** Ends the connection; the pieces then end without an error. */
  close(): void
}

/**
 * One HTTP request whose answer may never end. It has a connection of its own, which closing the answer or aborting the
 * signal ends.
 *
 * @param options.timeoutMs how long the head of the answer may take
 * @throws ProblemError service-unreachable, service-slow; the signal's reason when it aborts
 */
export function openStream(
  endpoint: HttpEndpoint,
  method: string,
  path: string,
  options: RequestOptions & { timeoutMs: number },
): Promise<StreamedAnswer> {
  const url = new URL(endpoint.url + path)
  const where = `${method} ${url.origin}${url.pathname}`
  const payload = options.body === undefined ? undefined : JSON.stringify(options.body)
  const { signal, timeoutMs } = options
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest
    const sent = send(url, { method, headers: headersOf(endpoint, payload, options), agent: false })
    /** Whether it was us who ended the connection. */
    let isClosed = false
    const close = () => {
      isClosed = true
      sent.destroy()
    }
    const timer = setTimeout(() => sent.destroy(slow(endpoint, where, timeoutMs)), timeoutMs)
    signal?.addEventListener('abort', close, { once: true })
    sent.on('close', () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', close)
    })
    sent.on('error', error => {
      if (signal?.aborted) return reject(signal.reason)
      reject(error instanceof ProblemError ? error : unreachable(endpoint, where, error))
    })
    sent.on('response', response => {
      clearTimeout(timer)
      resolve({
        status: response.statusCode ?? 0,
        contentType: response.headers['content-type'] ?? '',
        pieces: () => textOf(response, close, error => (isClosed ? null : unreachable(endpoint, where, error))),
        close,
      })
    })
    sent.end(payload)
  })
}

/** @param problemOf null for an error that is of no interest */
async function* textOf(
  response: IncomingMessage,
  close: () => void,
  problemOf: (error: unknown) => ProblemError | null,
): AsyncGenerator<string, void, void> {
  const decoder = new StringDecoder('utf8')
  try {
    for await (const piece of response as AsyncIterable<Buffer>) yield decoder.write(piece)
  } catch (error) {
    const problem = problemOf(error)
    if (problem) throw problem
  } finally {
    close()
  }
}
