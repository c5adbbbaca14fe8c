import { request } from 'node:http'
import { parseAvro, type AvroSchema } from '../../../formats/avro'

/** The registry, as far as formats need it. */
export interface SchemaClient {
  /** Null when the registry has no Avro schema of that id. */
  byId(id: number): Promise<AvroSchema | null>
  /** The text of the subject's newest Avro schema, or null. */
  latest(subject: string): Promise<string | null>
  /** @returns the schema's id */
  register(subject: string, text: string): Promise<number>
  /** Deletes the subject; one that is not there is no error. */
  remove(subject: string): Promise<void>
}

/** A request that is not answered within this time has failed. */
const requestMsMax = 10_000

/** Schemas that are kept by id. */
const keptMax = 10_000

interface Answer {
  status: number
  body: { schema?: string; schemaType?: string; id?: number; message?: string; references?: unknown[] }
}

/**
 * @param url of the registry
 * @throws Error from its functions when the registry does not answer, or refuses
 */
export function schemaClient(url: string): SchemaClient {
  const byId = new Map<number, Promise<AvroSchema | null>>()
  return {
    byId(id) {
      let known = byId.get(id)
      if (!known) {
        known = fetchSchema(url, id)
        if (byId.size < keptMax) byId.set(id, known)
        // What failed, or was not there, is asked for again next time.
        known.then(
          schema => schema ?? byId.delete(id),
          () => byId.delete(id),
        )
      }
      return known
    },
    async latest(subject) {
      const { status, body } = await call(url, 'GET', `/subjects/${encodeURIComponent(subject)}/versions/latest`)
      if (status === 404) return null
      if (status !== 200 || body.schema === undefined) throw refused(`subject ${subject}`, status, body)
      return body.schemaType && body.schemaType !== 'AVRO' ? null : body.schema
    },
    async register(subject, text) {
      const { status, body } = await call(url, 'POST', `/subjects/${encodeURIComponent(subject)}/versions`, {
        schema: text,
      })
      if (status !== 200 || body.id === undefined) throw refused(`registering ${subject}`, status, body)
      return body.id
    },
    async remove(subject) {
      const { status, body } = await call(url, 'DELETE', `/subjects/${encodeURIComponent(subject)}`)
      if (status >= 400 && status !== 404) throw refused(`deleting ${subject}`, status, body)
    },
  }
}

async function fetchSchema(url: string, id: number): Promise<AvroSchema | null> {
  const { status, body } = await call(url, 'GET', `/schemas/ids/${id}`)
  if (status === 404) return null
  if (status !== 200 || body.schema === undefined) throw refused(`schema ${id}`, status, body)
  if (body.schemaType && body.schemaType !== 'AVRO') return null
  return parseAvro(body.schema)
}

function refused(what: string, status: number, body: Answer['body']): Error {
  return new Error(`Schema Registry, ${what}: HTTP ${status}${body.message ? `, ${body.message}` : ''}`)
}

function call(url: string, method: string, path: string, body?: object): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = {
      accept: 'application/vnd.schemaregistry.v1+json',
      'content-type': 'application/vnd.schemaregistry.v1+json',
    }
    const outgoing = request(new URL(path, url), { method, headers, timeout: requestMsMax }, incoming => {
      let text = ''
      incoming.setEncoding('utf8')
      incoming.on('data', (more: string) => (text += more))
      incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, body: parsed(text) }))
      incoming.on('error', reject)
    })
    outgoing.on('timeout', () =>
      outgoing.destroy(new Error(`Schema Registry did not answer within ${requestMsMax} ms`)),
    )
    outgoing.on('error', reject)
    outgoing.end(body ? JSON.stringify(body) : undefined)
  })
}

function parsed(text: string): Answer['body'] {
  try {
    const body: unknown = JSON.parse(text)
    return typeof body === 'object' && body !== null ? body : {}
  } catch {
    // An answer that is no JSON is judged by its status.
    return { message: text.slice(0, 200) }
  }
}
