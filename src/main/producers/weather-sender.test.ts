import { createServer, type Server } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { readSchemas } from '../lib/schemas'
import { weatherSender } from './weather-sender'

let server: Server | undefined
afterEach(() => void server?.close())

/** Posts one weather record to a proxy that answers as given; resolves with what the proxy got. */
async function post(status: number, answer: string) {
  let got: { url?: string; type?: string; body: string } = { body: '' }
  server = createServer((request, response) => {
    got = { url: request.url, type: request.headers['content-type'], body: '' }
    request.on('data', piece => (got.body += piece))
    request.on('end', () => response.writeHead(status, { connection: 'close' }).end(answer))
  })
  await new Promise<void>(resolve => server!.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as { port: number }).port}`
  const schemas = readSchemas().weather
  const send = weatherSender({ title: 'REST proxy', url }, schemas)
  const event = { kind: 'WeatherChanged' as const, at: 7, value: { temperature: 50.5, status: 'sunny' } }
  await send([event], AbortSignal.timeout(5_000))
  return { got, schemas }
}

describe('sending weather', () => {
  it('posts key and value with their schemas', async () => {
    const { got, schemas } = await post(200, '{"offsets":[{"partition":0,"offset":1,"error_code":null,"error":null}]}')
    expect(got.url).toBe('/topics/org.chicago.cta.weather.v1')
    expect(got.type).toBe('application/vnd.kafka.avro.v2+json')
    expect(JSON.parse(got.body)).toEqual({
      key_schema: schemas.key,
      value_schema: schemas.value,
      records: [{ key: { timestamp: 7 }, value: { temperature: 50.5, status: 'sunny' } }],
    })
  })

  it.each([
    ['an error status', 500, '{"error_code":50002,"message":"Kafka error"}', /Kafka error/],
    ['a record that failed', 200, '{"offsets":[{"error_code":2,"error":"no leader"}]}', /no leader/],
    ['something else altogether', 200, '<html>', /no offsets/],
  ])('fails on %s, so that it is sent again', async (_what, status, answer, message) => {
    await expect(post(status, answer)).rejects.toThrow(message)
  })
})
