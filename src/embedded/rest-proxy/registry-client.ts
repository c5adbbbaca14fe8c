import { Agent, request } from 'node:http'
import { Agent as SecureAgent, request as secureRequest } from 'node:https'
import { AvroSchemaError, parseAvro, type AvroSchema } from '../formats/avro'
import { restError } from './errors'

/** A registry that does not answer within this time counts as away. */
const answerMsMax = 10_000

/** An answer larger than this is refused. */
const answerBytesMax = 16 * 1024 * 1024

/** Schemas and ids remembered; they never change, so all that bounds this is memory. */
const rememberedMax = 2_000

/** References of references of … may go this deep. */
const referenceDepthMax = 50

export interface RegistryClient {
  /** @throws HttpError 42205 when the registry refuses the schema, 40801 when it is away or has another reason */
  register(subject: string, text: string): Promise<number>
  /** @throws HttpError 40801, or 42205 when the schema is not Avro */
  schemaById(id: number): Promise<AvroSchema>
  close(): void
}

interface Answer {
  status: number
  body: Record<string, unknown>
}

/** Asks a Schema Registry and remembers what it said. */
export function createRegistryClient(endpoint: string): RegistryClient {
  const base = endpoint.replace(/\/+$/, '')
  const agent = base.startsWith('https:') ? new SecureAgent({ keepAlive: true }) : new Agent({ keepAlive: true })
  const call = (method: string, path: string, body?: object) => send(agent, base + path, method, body)
  const ids = remember<number>()
  const schemas = remember<AvroSchema>()

  /** The texts of referenced schemas, those that others need first. */
  async function referencedTexts(references: unknown, depth: number): Promise<string[]> {
    if (!Array.isArray(references) || depth > referenceDepthMax) return []
    const texts = new Set<string>()
    for (const { subject, version } of references as { subject: string; version: number }[]) {
      const { body } = await call('GET', `/subjects/${encodeURIComponent(subject)}/versions/${version}?deleted=true`)
      for (const text of await referencedTexts(body.references, depth + 1)) texts.add(text)
      texts.add(String(body.schema))
    }
    return [...texts]
  }

  return {
    register: (subject, text) =>
      ids(`${subject} ${text}`, async () => {
        const path = `/subjects/${encodeURIComponent(subject)}/versions`
        const { status, body } = await call('POST', path, { schema: text })
        if (status === 422) throw restError('invalidSchema', String(body.message))
        if (status !== 200 || typeof body.id !== 'number') throw refused(status, body)
        return body.id
      }),
    schemaById: id =>
      schemas(String(id), async () => {
        const { status, body } = await call('GET', `/schemas/ids/${id}`)
        if (status !== 200 || typeof body.schema !== 'string') throw refused(status, body)
        if (body.schemaType !== undefined && body.schemaType !== 'AVRO') {
          throw restError('invalidSchema', `schema ${id} is of type ${String(body.schemaType)}, not AVRO`)
        }
        try {
          return parseAvro(body.schema, await referencedTexts(body.references, 0))
        } catch (error) {
          if (error instanceof AvroSchemaError) throw restError('invalidSchema', error.message)
          throw error
        }
      }),
    close: () => agent.destroy(),
  }
}

function refused(status: number, body: Record<string, unknown>) {
  return restError('registryFailed', `the registry answered ${status}: ${String(body.message ?? 'no message')}`)
}

/** Keeps what `make` resolves to, one call at a time for a key, the oldest first to go. Failures are not kept. */
function remember<T>(): (key: string, make: () => Promise<T>) => Promise<T> {
  const kept = new Map<string, Promise<T>>()
  return (key, make) => {
    const known = kept.get(key)
    if (known) return known
    const made = make()
    kept.set(key, made)
    if (kept.size > rememberedMax) kept.delete(kept.keys().next().value!)
    made.catch(() => kept.delete(key))
    return made
  }
}

function send(agent: Agent, url: string, method: string, body?: object): Promise<Answer> {
  const isSecure = url.startsWith('https:')
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => reject(restError('registryFailed', `the registry is away: ${error.message}`))
    const headers = {
      'content-type': 'application/vnd.schemaregistry.v1+json',
      accept: 'application/vnd.schemaregistry.v1+json, application/json',
    }
    const sent = (isSecure ? secureRequest : request)(
      url,
      { method, agent, headers, timeout: answerMsMax },
      response => {
        const parts: Buffer[] = []
        let bytes = 0
        response.on('data', (part: Buffer) => {
          parts.push(part)
          bytes += part.length
          if (bytes > answerBytesMax) sent.destroy(new Error(`its answer is longer than ${answerBytesMax} bytes`))
        })
        response.on('error', fail)
        response.on('end', () => {
          try {
            const json: unknown = JSON.parse(Buffer.concat(parts).toString('utf8'))
            if (typeof json !== 'object' || json === null) throw new Error('its answer is not an object')
            resolve({ status: response.statusCode ?? 0, body: json as Record<string, unknown> })
          } catch (error) {
            fail(error as Error)
          }
        })
      },
    )
    sent.on('timeout', () => sent.destroy(new Error(`no answer within ${answerMsMax} ms`)))
    sent.on('error', fail)
    sent.end(body === undefined ? undefined : JSON.stringify(body))
  })
}
