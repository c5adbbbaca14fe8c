import { createServer, type Server } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { schemaCache } from './schema-cache'

let server: Server | undefined
afterEach(() => void server?.close())

async function cacheOf(answers: Record<string, [number, unknown]>, now = () => 0) {
  const asked: string[] = []
  server = createServer((request, response) => {
    asked.push(request.url!)
    const [status, body] = answers[request.url!] ?? [404, { error_code: 40403, message: 'Schema not found' }]
    response.writeHead(status, { connection: 'close' }).end(JSON.stringify(body))
  })
  await new Promise<void>(resolve => server!.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as { port: number }).port}`
  return { asked, cache: schemaCache({ title: 'Registry', url }, now) }
}

const signal = new AbortController().signal

describe('the schema cache', () => {
  it('of a profile without a registry says so of every record', async () => {
    const cache = schemaCache(null, () => 0)
    await cache.load(3, signal)
    expect(cache.get(3)).toEqual({ problem: expect.stringContaining('no Schema Registry') })
  })

  it('asks once for each id', async () => {
    const { cache, asked } = await cacheOf({ '/schemas/ids/3': [200, { schema: '"long"' }] })
    expect(cache.get(3)).toBeUndefined()
    await cache.load(3, signal)
    expect(cache.get(3)).toHaveProperty('type')
    expect(asked).toEqual(['/schemas/ids/3'])
  })

  it.each([
    ['an unknown id', 404, { message: 'no' }, /does not know/],
    ['JSON Schema', 200, { schema: '{}', schemaType: 'JSON' }, /JSON, expected Avro/],
    ['a schema that is none', 200, { schema: '{"type":"what"}' }, /cannot be read/],
  ])('makes %s the problem of the record', async (_what, status, body, problem) => {
    const { cache } = await cacheOf({ '/schemas/ids/3': [status, body] })
    await cache.load(3, signal)
    expect(cache.get(3)).toEqual({ problem: expect.stringMatching(problem) })
  })

  it('asks again for an unknown id after a while, since it may have been registered meanwhile', async () => {
    let now = 0
    const { cache } = await cacheOf({}, () => now)
    await cache.load(3, signal)
    expect(cache.get(3)).toBeDefined()
    now = 60_000
    expect(cache.get(3)).toBeUndefined()
  })

  it.each([
    [500, { message: 'broken' }],
    [200, { what: 'garbage' }],
  ])('throws on the answer %i %j, for then the record must wait', async (status, body) => {
    const { cache } = await cacheOf({ '/schemas/ids/3': [status, body] })
    await expect(cache.load(3, signal)).rejects.toThrow('Registry')
    expect(cache.get(3)).toBeUndefined()
  })
})
