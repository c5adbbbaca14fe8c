import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { dataError, retriableError } from '../data/errors'
import { resolveUrl, type Addresses } from './addresses'

/** A registry that does not answer within this time counts as away. */
const answerMsMax = 10_000

/** An answer to a registration is a few bytes; this is room for an error with a schema in it. */
const answerBytesMax = 1024 * 1024

/** Schema texts whose ids are kept, by subject; a connector has a handful. */
const cacheEntriesMax = 1000

export interface RegistryClient {
  /**
   * The id of the schema under the subject; registers it when `register` is set, else looks it up.
   *
   * @throws ConnectError DataException when the registry refuses, RetriableException when it does not answer
   */
  idOf(subject: string, schema: string, schemaType: 'AVRO' | 'JSON', register: boolean): Promise<number>
}

export interface RegistryClientOptions {
  /** As schema.registry.url has it: several may be given, with commas between them. */
  urls: string[]
  /** user:password, or empty. */
  credentials: string
  addresses: Addresses
  signal: AbortSignal
}

/** A Schema Registry over HTTP. Each schema is asked for once. */
export function registryClient(options: RegistryClientOptions): RegistryClient {
  const known = new Map<string, number>()
  return {
    async idOf(subject, schema, schemaType, register) {
      const key = `${subject}\n${schema}`
      const id = known.get(key)
      if (id !== undefined) return id
      const path = `/subjects/${encodeURIComponent(subject)}${register ? '/versions' : ''}`
      const body = JSON.stringify(schemaType === 'AVRO' ? { schema } : { schemaType, schema })
      const found = await post(options, path, body, subject)
      if (known.size >= cacheEntriesMax) known.clear()
      known.set(key, found)
      return found
    },
  }
}

async function post(options: RegistryClientOptions, path: string, body: string, subject: string): Promise<number> {
  let last: unknown = new Error('schema.registry.url names no registry')
  for (const url of options.urls) {
    let answer: { status: number; text: string }
    try {
      answer = await send(join(url, path, options.addresses), body, options)
    } catch (error) {
      options.signal.throwIfAborted()
      last = error
      continue
    }
    return readId(answer, subject)
  }
  throw retriableError(`The schema registry does not answer at ${options.urls.map(withoutUser).join(', ')}`, last)
}

function readId({ status, text }: { status: number; text: string }, subject: string): number {
  const id = status === 200 ? idIn(text) : null
  if (id !== null) return id
  const message = `The schema registry refused the schema of subject ${subject}: HTTP ${status} ${text.slice(0, 2000)}`
  throw status >= 500 ? retriableError(message) : dataError(message)
}

function idIn(text: string): number | null {
  try {
    const { id } = JSON.parse(text) as { id?: unknown }
    return typeof id === 'number' ? id : null
  } catch {
    return null // Not a registry's answer: the caller says so with its text.
  }
}

function join(base: string, path: string, addresses: Addresses): URL {
  const url = resolveUrl(/^https?:\/\//.test(base) ? base : `http://${base}`, addresses)
  url.pathname = url.pathname.replace(/\/+$/, '') + path
  return url
}

function withoutUser(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//')
}

function send(
  url: URL,
  body: string,
  { signal, credentials }: RegistryClientOptions,
): Promise<{ status: number; text: string }> {
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest
  const headers: Record<string, string> = { 'content-type': 'application/vnd.schemaregistry.v1+json' }
  if (credentials !== '') headers.authorization = `Basic ${Buffer.from(credentials).toString('base64')}`
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: 'POST', headers, signal, timeout: answerMsMax }, response => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        text += chunk
        if (text.length > answerBytesMax) outgoing.destroy(new Error('the answer is too long'))
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
      response.on('error', reject)
    })
    outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer within ${answerMsMax} ms`)))
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}
