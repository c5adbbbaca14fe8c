import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { bodyBytesMax, HttpError, serveHttp, type HttpServiceOptions } from './http'
import { silentLog } from './log'
import { ProblemError } from './problem'
import type { RunningService } from './service'

const open: RunningService[] = []
afterEach(async () => {
  for (const service of open.splice(0)) await service.stop()
})

async function start(more: Partial<HttpServiceOptions> = {}) {
  const service = await serveHttp({
    name: 'registry',
    port: 0,
    log: silentLog(),
    contentType: 'application/vnd.test+json',
    routes(app) {
      app.post('/echo', request => ({ body: request.body ?? null }))
      app.get('/number', () => 5)
      app.get('/none', (_request, reply) => reply.code(204).send())
      app.get('/refused', () => {
        throw new HttpError(409, { error_code: 40901, message: 'no' })
      })
      app.get('/broken', () => {
        throw new Error('broken')
      })
    },
    errorBody: (status, message) => ({ error_code: status, message }),
    ...more,
  })
  open.push(service)
  return service
}

async function call(service: RunningService, path: string, init?: RequestInit) {
  const response = await fetch(service.endpoint + path, init)
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() }
}

const type = 'application/vnd.test+json'

describe('an HTTP service', () => {
  it.each([
    ['/number', 200, type, '5'],
    ['/none', 204, null, ''],
    ['/refused', 409, type, '{"error_code":40901,"message":"no"}'],
    ['/broken', 500, type, '{"error_code":500,"message":"broken"}'],
    ['/other?x', 404, type, '{"error_code":404,"message":"HTTP 404 Not Found: GET /other?x"}'],
  ])('answers GET %s with its own content type', async (path, status, contentType, text) => {
    expect(await call(await start(), path)).toEqual({ status, type: contentType, text })
  })

  it.each([
    ['application/json', '{"a":1}', '{"body":{"a":1}}'],
    ['application/x-www-form-urlencoded', '[1]', '{"body":[1]}'],
    ['application/vnd.kafka.avro.v2+json', '"ä"', '{"body":"ä"}'],
    ['application/json', '', '{"body":null}'],
  ])('reads a body of %s as JSON: %j', async (contentType, body, text) => {
    const init = { method: 'POST', headers: { 'content-type': contentType }, body }
    expect(await call(await start(), '/echo', init)).toEqual({ status: 200, type, text })
  })

  it('says that a body is not JSON', async () => {
    const answer = await call(await start(), '/echo', { method: 'POST', body: '{"a' })
    expect(answer).toMatchObject({ status: 400, type })
    expect(JSON.parse(answer.text)).toEqual({ error_code: 400, message: expect.stringContaining('JSON') })
  })

  it('refuses a body above the limit', async () => {
    const service = await start()
    const answer = await new Promise<string>(resolve => {
      const socket = connect(service.port, '127.0.0.1', () =>
        socket.write(`POST /echo HTTP/1.1\r\nhost: x\r\ncontent-length: ${bodyBytesMax + 1}\r\n\r\n`),
      )
      socket.once('data', data => {
        resolve(String(data))
        socket.destroy()
      })
    })
    expect(answer).toMatch(/^HTTP\/1\.1 413 /)
  })

  it('says which port is taken', async () => {
    const { port } = await start()
    await expect(start({ port })).rejects.toBeInstanceOf(ProblemError)
  })

  it('answers what is under way when it stops, then stops for good', async () => {
    let answer!: () => void
    let arrived!: () => void
    const reached = new Promise<void>(resolve => (arrived = resolve))
    const service = await start({
      routes: app =>
        app.get('/slow', async () => {
          arrived()
          await new Promise<void>(resolve => (answer = resolve))
          return {}
        }),
    })
    const slow = call(service, '/slow')
    await reached
    const stopped = service.stop()
    answer()
    expect((await slow).status).toBe(200)
    await stopped
    await expect(fetch(service.endpoint)).rejects.toThrow()
  })

  it('does not wait for what never ends', async () => {
    let arrived!: () => void
    const reached = new Promise<void>(resolve => (arrived = resolve))
    const service = await start({
      routes: app =>
        app.get('/never', async () => {
          arrived()
          await new Promise(() => {})
        }),
    })
    const never = call(service, '/never').catch(() => 'cut off')
    await reached
    await service.stop()
    expect(await never).toBe('cut off')
  })
})
