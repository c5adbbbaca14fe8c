import { createServer as createHttpServer } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { ServiceCheck } from '../../../shared/contract/profiles'
import { parseProfile } from '../profile'
import { testConnections } from '.'
import { brokerOf, closedPort, selfSigned, serve, type Certificate, type Fake } from './testing'

const fakes: { close(): void }[] = []
afterEach(() => {
  for (const fake of fakes.splice(0)) fake.close()
})

async function tcp(...given: Parameters<typeof serve>): Promise<Fake> {
  const fake = await serve(...given)
  fakes.push(fake)
  return fake
}

/** A broker that names itself rightly, unless told otherwise. */
async function broker(
  options: { advertised?: { host: string; port: number }; mechanisms?: string[] } = {},
  tls?: Certificate,
): Promise<Fake> {
  let port = 0
  const advertised = () => options.advertised ?? { host: tls ? 'localhost' : '127.0.0.1', port }
  const fake = await tcp(brokerOf({ advertised, mechanisms: options.mechanisms ?? null }), tls)
  port = fake.port
  return fake
}

/** A web server that answers by path; others are 404. */
async function web(answers: Record<string, [status: number, body: unknown]>, tls?: Certificate): Promise<Fake> {
  const onRequest = (
    request: { url?: string },
    response: { writeHead(status: number): { end(text: string): unknown } },
  ) => {
    const [status, body] = answers[request.url ?? ''] ?? [404, { message: 'HTTP 404 Not Found' }]
    response.writeHead(status).end(JSON.stringify(body))
  }
  const server = tls ? createHttpsServer(tls, onRequest) : createHttpServer(onRequest)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const fake = {
    port: (server.address() as AddressInfo).port,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
  fakes.push(fake)
  return fake
}

async function check(endpoints: object, readOnly = true): Promise<Record<string, ServiceCheck>> {
  const { endpoints: known } = parseProfile('test', { endpoints })
  const found: Record<string, ServiceCheck> = {}
  const test = { endpoints: known!, readOnly, signal: AbortSignal.timeout(60_000), now: Date.now }
  for await (const one of testConnections(test)) found[one.service] = one
  return found
}

const codes = ({ problems }: ServiceCheck) => problems.map(({ code }) => code)
const local = (port: number) => `127.0.0.1:${port}`

describe('the test of Kafka', () => {
  const kafka = async (config: unknown, readOnly?: boolean) => (await check({ kafka: config }, readOnly)).kafka!

  it('finds a broker, its cluster and its topics', async () => {
    const { port } = await broker()
    const found = await kafka(local(port))
    expect(found).toMatchObject({ state: 'ok', found: '1 broker, 0 topics, cluster fake-cluster', problems: [] })
    expect(found.ms).toBeGreaterThanOrEqual(0)
  })

  it('names a port at which nothing listens', async () => {
    const found = await kafka(local(await closedPort()))
    expect(found.state).toBe('failed')
    expect(codes(found)).toEqual(['refused'])
  })

  it('works with the brokers that answer, and tells of the others', async () => {
    const { port } = await broker()
    const found = await kafka([local(await closedPort()), local(port)])
    expect(found.state).toBe('warning')
    expect(codes(found)).toEqual(['refused'])
  })

  it('names an unknown host, and what a name of containers is', async () => {
    const found = await kafka('kafka-of-nobody:29092')
    expect(codes(found)).toEqual(['unknown-host'])
    expect(found.problems[0]!.tip).toContain('localhost')
  })

  it('tells a broker that answers from one that sends its clients elsewhere', async () => {
    const advertised = { host: '127.0.0.1', port: await closedPort() }
    const { port } = await broker({ advertised })
    const found = await kafka(local(port))
    expect(found.state).toBe('failed')
    expect(codes(found)).toEqual(['advertised-address'])
    expect(found.problems[0]!.message).toContain(local(advertised.port))
    expect(found.problems[0]!.tip).toContain('advertised.listeners')
  })

  it('tells a web server, and somebody who says nothing Kafka would say', async () => {
    const { port } = await web({})
    const found = await kafka(local(port))
    expect(codes(found)).toEqual(['not-kafka'])
    expect(found.problems[0]!.message).toContain('HTTP server')
    const stranger = await tcp(socket => socket.end('220 mail.example.org ESMTP\r\n'))
    expect(codes(await kafka(local(stranger.port)))).toEqual(['not-kafka'])
  })

  it('wants SASL on where the listener does, off where it does not, and one of its mechanisms', async () => {
    const sasl = { mechanism: 'scram-sha-256', username: 'u', password: 'hunter2' }
    const open = await broker()
    expect(codes(await kafka({ brokers: [local(open.port)], sasl }))).toEqual(['sasl-not-wanted'])
    const guarded = await broker({ mechanisms: ['PLAIN', 'SCRAM-SHA-512'] })
    const needed = await kafka(local(guarded.port))
    expect(codes(needed)).toEqual(['sasl-needed'])
    expect(needed.problems[0]!.message).toContain('PLAIN, SCRAM-SHA-512')
    expect(codes(await kafka({ brokers: [local(guarded.port)], sasl }))).toEqual(['sasl-mechanism'])
  })

  it('tells a wrong password without repeating it', async () => {
    const { port } = await broker({ mechanisms: ['PLAIN'] })
    const sasl = { mechanism: 'plain', username: 'somebody', password: 'hunter2' }
    const found = await kafka({ brokers: [local(port)], sasl })
    expect(codes(found)).toEqual(['wrong-password'])
    expect(found.problems[0]!.message).toContain('somebody')
    expect(JSON.stringify(found)).not.toContain('hunter2')
  })
})

describe('the test of an HTTP service', () => {
  const kafka = '127.0.0.1:1'

  it('finds what is there', async () => {
    const { port } = await web({
      '/subjects': [200, ['a', 'b']],
      '/v1/metadata/version': [200, { version: '7.9.0' }],
    })
    const { registry } = await check({ kafka, registry: `http://127.0.0.1:${port}` })
    expect(registry).toMatchObject({ state: 'ok', found: '7.9.0, 2 subjects' })
  })

  it('shows at once what the profile has not', async () => {
    const { registry, ksql, postgres } = await check({ kafka })
    expect([registry, ksql, postgres].map(one => one?.state)).toEqual(['absent', 'absent', 'absent'])
  })

  it.each<[string, number, unknown, string]>([
    ['another service', 200, { hello: 'world' }, 'not-that-service'],
    ['a path that is not there', 404, {}, 'not-that-service'],
    ['a password that is needed', 401, {}, 'password-needed'],
    ['a user without rights', 403, {}, 'not-allowed'],
    ['a service in trouble', 503, { message: 'no Kafka' }, 'service-error'],
  ])('tells %s', async (_what, status, body, code) => {
    const { port } = await web({ '/info': [status, body] })
    const { ksql } = await check({ kafka, ksql: `http://127.0.0.1:${port}` })
    expect(ksql).toMatchObject({ state: 'failed' })
    expect(codes(ksql!)).toEqual([code])
  })

  it('tells a wrong password', async () => {
    const { port } = await web({ '/info': [401, {}] })
    const { ksql } = await check({
      kafka,
      ksql: { url: `http://127.0.0.1:${port}`, username: 'u', password: 'hunter2' },
    })
    expect(codes(ksql!)).toEqual(['wrong-password'])
    expect(JSON.stringify(ksql)).not.toContain('hunter2')
  })

  it('tells https from a port without TLS, and another protocol from HTTP', async () => {
    const { port } = await web({})
    const plain = await check({ kafka, connect: `https://127.0.0.1:${port}` })
    expect(codes(plain.connect!)).toEqual(['plain-port'])
    const silent = await tcp(socket => socket.on('data', () => socket.destroy()))
    const other = await check({ kafka, connect: `http://127.0.0.1:${silent.port}` })
    expect(codes(other.connect!)).toEqual(['not-http'])
  })

  it('misses the plugin that reads the stations, and warns of another cluster than the profile’s', async () => {
    const { port } = await broker()
    const info = { version: '4.3.1', commit: 'x', kafka_cluster_id: 'other-cluster' }
    const worker = await web({ '/': [200, info], '/connector-plugins': [200, []], '/connectors': [200, ['a']] })
    const { connect } = await check({ kafka: local(port), connect: `http://127.0.0.1:${worker.port}` })
    expect(connect).toMatchObject({ state: 'warning', found: '4.3.1, 1 connector, 0 plugins' })
    expect(codes(connect!)).toEqual(['other-cluster', 'no-source-connector'])
  })
})

describe('the test of PostgreSQL', () => {
  const kafka = '127.0.0.1:1'

  it.each<[string, () => Promise<number>, string]>([
    ['nobody', closedPort, 'refused'],
    ['a web server', async () => (await web({})).port, 'not-postgres'],
    ['somebody who hangs up', async () => (await tcp(socket => socket.destroy())).port, 'not-postgres'],
  ])('tells %s on its port', async (_what, portOf, code) => {
    const { postgres } = await check({ kafka, postgres: `postgresql://u:hunter2@127.0.0.1:${await portOf()}/cta` })
    expect(codes(postgres!)).toEqual([code])
    expect(JSON.stringify(postgres)).not.toContain('hunter2')
  })

  it.each<[string, string, string]>([
    ['28P01', 'password authentication failed for user "u"', 'wrong-password'],
    ['28000', 'no pg_hba.conf entry for host "10.0.0.1", user "u", database "cta", no encryption', 'tls-port'],
    ['3D000', 'database "cta" does not exist', 'unknown-database'],
    ['53300', 'sorry, too many clients already', 'too-many-connections'],
    ['57P03', 'the database system is starting up', 'starting'],
  ])('tells the refusal %s', async (state, message, code) => {
    // ErrorResponse of PostgreSQL's protocol: type, length, then fields that end with zero.
    const fields = Buffer.from(`SFATAL\0C${state}\0M${message}\0\0`)
    const size = Buffer.alloc(4)
    size.writeInt32BE(fields.length + 4)
    const { port } = await tcp(socket =>
      socket.once('data', () => socket.end(Buffer.concat([Buffer.from('E'), size, fields]))),
    )
    const { postgres } = await check({ kafka, postgres: `postgresql://u:p@127.0.0.1:${port}/cta` })
    expect(codes(postgres!)).toEqual([code])
  })
})

const certificate = selfSigned()

/** openssl makes the certificates: without it these cannot be tested. */
describe.skipIf(!certificate)('the test over TLS', () => {
  const kafka = async (config: object) => codes((await check({ kafka: config })).kafka!)

  it('reaches a broker whose authority the profile knows, or whose certificate it lets go unchecked', async () => {
    const { port } = await broker({}, certificate!)
    const brokers = [`localhost:${port}`]
    expect(await kafka({ brokers, ssl: { ca: certificate!.cert } })).toEqual([])
    expect(await kafka({ brokers, ssl: { rejectUnauthorized: false } })).toEqual([])
  })

  it('tells a self-signed certificate, and one for another name', async () => {
    const { port } = await broker({}, certificate!)
    expect(await kafka({ brokers: [`localhost:${port}`], ssl: true })).toEqual(['self-signed'])
    const ssl = { ca: certificate!.cert, servername: 'kafka.example.org' }
    expect(await kafka({ brokers: [`localhost:${port}`], ssl })).toEqual(['wrong-name'])
  })

  it('tells TLS to a plain port and plain words to a TLS port', async () => {
    const plain = await broker()
    expect(await kafka({ brokers: [local(plain.port)], ssl: true })).toEqual(['plain-port'])
    const guarded = await broker({}, certificate!)
    expect(await kafka({ brokers: [local(guarded.port)] })).toEqual(['tls-port'])
  })

  it('tells certificates that cannot be read', async () => {
    const { port } = await broker({}, certificate!)
    const spoilt = '-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----'
    const ssl = { cert: spoilt, key: certificate!.key, rejectUnauthorized: false }
    expect(await kafka({ brokers: [`localhost:${port}`], ssl })).toEqual(['unreadable-certificate'])
  })

  it('tells the same of HTTP services', async () => {
    const { port } = await web({ '/subjects': [200, []] }, certificate!)
    const registry = async (url: string) => codes((await check({ kafka: '127.0.0.1:1', registry: url })).registry!)
    expect(await registry(`https://localhost:${port}`)).toEqual(['self-signed'])
    expect(await registry(`http://localhost:${port}`)).toEqual(['tls-port'])
  })
})
