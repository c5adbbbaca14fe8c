import { createServer, type RequestListener, type Server } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { call, request, type HttpEndpoint } from './http'
import { ProblemError } from './problem'

let server: Server | undefined

afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

async function serve(listener: RequestListener): Promise<HttpEndpoint> {
  server = createServer(listener)
  await new Promise<void>(resolve => server!.listen(0, '127.0.0.1', resolve))
  return { title: 'Registry', url: `http://127.0.0.1:${(server.address() as { port: number }).port}` }
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => undefined,
    reason => reason as unknown,
  )
  return error instanceof ProblemError ? error.problem.code : String(error)
}

describe('an HTTP call', () => {
  it('sends JSON with its credentials and gives back status and JSON', async () => {
    const endpoint = await serve((asked, response) => {
      let body = ''
      asked.on('data', piece => (body += piece))
      asked.on('end', () => response.end(JSON.stringify({ ...asked.headers, body, method: asked.method })))
    })
    const answer = await call({ ...endpoint, username: 'u', password: 'p' }, 'POST', '/x', {
      body: { a: 1 },
      contentType: 'application/vnd.x+json',
    })
    expect(answer.json).toMatchObject({
      authorization: `Basic ${Buffer.from('u:p').toString('base64')}`,
      'content-type': 'application/vnd.x+json',
      body: '{"a":1}',
      method: 'POST',
    })
  })

  it.each([
    [409, 'service-refused'],
    [500, 'service-error'],
    [302, 'service-error'],
  ])('makes status %i the problem %s, with what was said', async (status, code) => {
    const endpoint = await serve((_, response) => response.writeHead(status).end('{"message":"because"}'))
    const failed = call(endpoint, 'GET', '/')
    expect(await codeOf(failed)).toBe(code)
    await expect(failed).rejects.toThrow('because')
    expect((await request(endpoint, 'GET', '/')).status).toBe(status)
  })

  it('is an answer without JSON when something else is said', async () => {
    const endpoint = await serve((_, response) => response.end('<html>'))
    expect(await call(endpoint, 'GET', '/')).toEqual({ status: 200, text: '<html>', json: undefined })
  })

  it('does not wait for ever', async () => {
    const endpoint = await serve(() => undefined)
    expect(await codeOf(request(endpoint, 'GET', '/', { timeoutMs: 30 }))).toBe('service-slow')
  })

  it('does not wait for ever for the rest of an answer', async () => {
    const endpoint = await serve((_, response) => void response.write('begun'))
    expect(await codeOf(request(endpoint, 'GET', '/', { timeoutMs: 30 }))).toMatch(/service-(slow|unreachable)/)
  })

  it('says who cannot be reached', async () => {
    const endpoint = await serve(() => undefined)
    await new Promise(resolve => server!.close(resolve))
    const failed = request(endpoint, 'GET', '/')
    expect(await codeOf(failed)).toBe('service-unreachable')
    await expect(failed).rejects.toThrow(/Registry cannot be reached: .*ECONNREFUSED/)
  })

  it('ends with the reason of its signal', async () => {
    const endpoint = await serve(() => undefined)
    const stop = new AbortController()
    const asked = request(endpoint, 'GET', '/', { signal: stop.signal })
    stop.abort(new Error('closing'))
    await expect(asked).rejects.toThrow('closing')
  })
})
