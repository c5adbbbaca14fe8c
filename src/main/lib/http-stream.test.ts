import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import type { HttpEndpoint } from './http'
import { openStream } from './http-stream'

let server: Server | undefined

afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

async function serve(listener: RequestListener): Promise<HttpEndpoint> {
  server = createServer(listener)
  await new Promise<void>(resolve => server!.listen(0, '127.0.0.1', resolve))
  return { title: 'ksqlDB', url: `http://127.0.0.1:${(server.address() as { port: number }).port}` }
}

const options = { timeoutMs: 10_000 }

describe('an answer that comes piece by piece', () => {
  it('is had as it comes, with characters that lie in two pieces', async () => {
    let more: (() => void) | undefined
    const endpoint = await serve((_, response) => {
      const bytes = Buffer.from('[é]')
      response.writeHead(200, { 'content-type': 'text/x' })
      response.write(bytes.subarray(0, 2))
      more = () => response.end(bytes.subarray(2))
    })
    const answer = await openStream(endpoint, 'POST', '/query', { ...options, body: {} })
    expect([answer.status, answer.contentType]).toEqual([200, 'text/x'])
    const texts: string[] = []
    for await (const text of answer.pieces()) {
      texts.push(text)
      more!()
    }
    expect(texts).toEqual(['[', 'é]'])
  })

  it('ends without an error when it is closed or its signal aborts', async () => {
    for (const way of ['close', 'abort'] as const) {
      let gone = false
      const endpoint = await serve((_, response) => {
        response.on('close', () => (gone = true))
        response.write('begun')
      })
      const stop = new AbortController()
      const answer = await openStream(endpoint, 'GET', '/', { ...options, signal: stop.signal })
      for await (const text of answer.pieces()) {
        expect(text).toBe('begun')
        if (way === 'close') answer.close()
        else stop.abort(new Error('enough'))
      }
      await expect.poll(() => gone).toBe(true)
    }
  })

  it('ends the connection when its reader has gone', async () => {
    let gone = false
    const endpoint = await serve((_, response) => {
      response.on('close', () => (gone = true))
      response.write('begun')
    })
    for await (const text of (await openStream(endpoint, 'GET', '/', options)).pieces()) {
      expect(text).toBe('begun')
      break
    }
    await expect.poll(() => gone).toBe(true)
  })

  it('says that the connection has broken', async () => {
    const responses: ServerResponse[] = []
    const endpoint = await serve((_, response) => {
      responses.push(response)
      response.write('begun')
    })
    const read = async () => {
      for await (const _ of (await openStream(endpoint, 'GET', '/', options)).pieces()) responses[0]!.destroy()
    }
    await expect(read()).rejects.toMatchObject({ problem: { code: 'service-unreachable' } })
  })

  it('does not wait for its head for ever, nor when the signal has aborted', async () => {
    const endpoint = await serve(() => undefined)
    await expect(openStream(endpoint, 'GET', '/', { timeoutMs: 30 })).rejects.toMatchObject({
      problem: { code: 'service-slow' },
    })
    const stop = new AbortController()
    const asked = openStream(endpoint, 'GET', '/', { ...options, signal: stop.signal })
    stop.abort(new Error('closing'))
    await expect(asked).rejects.toThrow('closing')
    await expect(openStream(endpoint, 'GET', '/', { ...options, signal: stop.signal })).rejects.toThrow('closing')
  })
})
