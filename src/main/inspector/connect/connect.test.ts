import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { HttpEndpoint } from '../../lib/http'
import { ProblemError } from '../../lib/problem'
import { createConnectReader } from '.'
import { abilitiesOf } from './abilities'
import { command } from './commands'
import { isSecretKey, shownConfig, withoutSecrets } from './secrets'

let server: Server | undefined

afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

interface Answer {
  status?: number
  body?: unknown
}

/** A worker that answers by method and path; several answers of one path come one after the other. */
async function worker(
  answers: Record<string, Answer | Answer[]>,
): Promise<{ endpoint: HttpEndpoint; asked: string[] }> {
  const asked: string[] = []
  server = createServer((request, response) => {
    const what = `${request.method} ${request.url}`
    asked.push(what)
    const found = answers[what] ?? { status: 404, body: { error_code: 404, message: 'HTTP 404 Not Found' } }
    const { status = 200, body } = (Array.isArray(found) ? (found.length > 1 ? found.shift() : found[0]) : found) ?? {}
    response.statusCode = status
    response.end(body === undefined ? '' : JSON.stringify(body))
  })
  await new Promise<void>(resolve => server!.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { asked, endpoint: { title: 'Kafka Connect', url } }
}

const reader = (connect: HttpEndpoint | null, isReadOnly = false) =>
  createConnectReader({ connect, isReadOnly, now: Date.now })

async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(
    () => 'none',
    reason => reason as unknown,
  )
  return error instanceof ProblemError ? error.problem.code : String(error)
}

const root = { body: { version: '4.1.0', commit: 'x', kafka_cluster_id: 'c' } }
const trace = 'java.lang.Error: jdbc://u:hunter2@h refused\n\tat x'
const info = {
  name: 's',
  type: 'source',
  config: { 'connector.class': 'a.b.JdbcSourceConnector', 'connection.password': 'hunter2', 'odd.setting': 'hunter2' },
  tasks: [{ connector: 's', task: 0 }],
}
const status = {
  name: 's',
  type: 'source',
  connector: { state: 'RUNNING', worker_id: 'w:1' },
  tasks: [{ id: 0, state: 'FAILED', worker_id: 'w:1', trace }],
}

describe('a reader of Connect', () => {
  it('lists connectors with the first line of what a failed task says, without its password', async () => {
    const { endpoint } = await worker({
      'GET /': root,
      'GET /connectors?expand=status&expand=info': { body: { z: { status: null, info: null }, s: { status, info } } },
      'GET /connectors/s/topics': { body: { s: { topics: ['b', 'a'] } } },
    })
    const overview = await reader(endpoint).overview()
    expect(overview.worker).toMatchObject({ version: '4.1.0', clusterId: 'c' })
    expect(overview.connectors).toEqual([
      {
        name: 's',
        type: 'source',
        className: 'a.b.JdbcSourceConnector',
        state: 'RUNNING',
        workerId: 'w:1',
        tasks: { total: 1, running: 0, failed: 1 },
        topics: ['a', 'b'],
        failure: 'java.lang.Error: jdbc://u:••••@h refused',
      },
      expect.objectContaining({ name: 'z', state: null, topics: null, failure: null }),
    ])
  })

  it('gives one connector in full, with no secret in anything that leaves', async () => {
    const { endpoint } = await worker({
      'GET /': root,
      'GET /connectors/s': { body: info },
      'GET /connectors/s/status': { body: status },
      'GET /connector-plugins?connectorsOnly=false': {
        body: [{ class: 'a.b.JdbcSourceConnector', type: 'source', version: '10' }],
      },
      'GET /connector-plugins/a.b.JdbcSourceConnector/config': { body: [{ name: 'odd.setting', type: 'PASSWORD' }] },
    })
    const detail = await reader(endpoint).connector('s')
    expect(detail).toMatchObject({ pluginVersion: '10', topics: null, state: 'RUNNING' })
    expect(detail.tasks[0]?.trace).toContain('\n\tat x')
    expect(JSON.stringify(detail)).not.toContain('hunter2')
    expect(detail.config).toContainEqual({ key: 'odd.setting', value: null })
  })

  it('knows the names alone of a worker that does not expand them', async () => {
    const { endpoint } = await worker({
      'GET /': { body: { version: '2.2.0' } },
      'GET /connectors?expand=status&expand=info': { body: ['s'] },
    })
    const overview = await reader(endpoint).overview()
    expect(overview.connectors).toEqual([expect.objectContaining({ name: 's', state: null })])
    expect(overview.abilities).toEqual({ isReadOnly: false, canStop: false, canRestartTasks: false })
  })

  it('says what is wrong: no Connect, another program, a connector that is not there', async () => {
    const { endpoint } = await worker({
      'GET /': root,
      'GET /connectors/x%2Fy': { status: 404, body: { error_code: 404, message: 'Connector x/y not found' } },
      'PUT /connectors/x%2Fy/pause': { status: 404, body: { error_code: 404, message: 'Unknown connector x/y' } },
      'GET /connectors?expand=status&expand=info': { body: 7 },
    })
    expect(await codeOf(reader(null).overview())).toBe('connect-absent')
    expect(await codeOf(reader(endpoint).overview())).toBe('service-garbled')
    expect(await codeOf(reader(endpoint).connector('x/y'))).toBe('connector-unknown')
    expect(await codeOf(reader(endpoint).pause('x/y'))).toBe('connector-unknown')
  })
})

describe('a command to Connect', () => {
  it('is refused by a read-only profile before anything is sent', async () => {
    const { endpoint, asked } = await worker({})
    const readOnly = reader(endpoint, true)
    for (const sent of [
      readOnly.pause('s'),
      readOnly.resume('s'),
      readOnly.stop('s'),
      readOnly.restart('s', { includeTasks: true, onlyFailed: true }),
      readOnly.restartTask('s', 0),
    ]) {
      expect(await codeOf(sent)).toBe('read-only')
    }
    expect(asked).toEqual([])
  })

  it('goes to its path', async () => {
    const { endpoint, asked } = await worker({
      'GET /': root,
      'PUT /connectors/s/pause': { status: 202 },
      'PUT /connectors/s/stop': { status: 204 },
      'POST /connectors/s/restart': { status: 204 },
      'POST /connectors/s/restart?includeTasks=true&onlyFailed=true': { status: 202, body: status },
      'POST /connectors/s/tasks/3/restart': { status: 204 },
    })
    const connect = reader(endpoint)
    expect(await connect.pause('s')).toMatchObject({ tries: 1 })
    await connect.stop('s')
    await connect.restart('s', { includeTasks: false, onlyFailed: false })
    await connect.restart('s', { includeTasks: true, onlyFailed: true })
    await connect.restartTask('s', 3)
    expect(asked.filter(what => !what.startsWith('GET'))).toHaveLength(5)
  })

  it('is sent again while the workers rebalance, and says how often', async () => {
    const busy = { status: 409, body: { error_code: 409, message: 'rebalance' } }
    const { endpoint } = await worker({ 'PUT /p': [busy, busy, { status: 202 }] })
    const what = { method: 'PUT', path: '/p', connector: 's' } as const
    expect(await command(endpoint, what, { now: Date.now, waitsMs: [1, 1, 1] })).toMatchObject({ tries: 3 })
  })

  it('gives up when they go on rebalancing', async () => {
    const { endpoint, asked } = await worker({ 'PUT /p': { status: 409, body: { message: 'conflicting operation' } } })
    const what = { method: 'PUT', path: '/p', connector: 's' } as const
    const failure = command(endpoint, what, { now: Date.now, waitsMs: [1, 1] })
    await expect(failure).rejects.toThrow(/refused it 3 times.*conflicting operation/)
    expect(asked).toHaveLength(3)
  })

  it('stops waiting when nobody waits for it any more', async () => {
    const { endpoint } = await worker({ 'PUT /p': { status: 409 } })
    const stop = new AbortController()
    const what = { method: 'PUT', path: '/p', connector: 's' } as const
    const sent = command(endpoint, what, { now: Date.now, waitsMs: [60_000], signal: stop.signal })
    setTimeout(() => stop.abort(new Error('left')), 50)
    await expect(sent).rejects.toThrow('left')
  })

  it('that came with a newer Connect is refused with what to do instead', async () => {
    const { endpoint, asked } = await worker({ 'GET /': { body: { version: '2.8.1' } } })
    const connect = reader(endpoint)
    expect(await codeOf(connect.stop('s'))).toBe('connect-too-old')
    expect(await codeOf(connect.restart('s', { includeTasks: true, onlyFailed: false }))).toBe('connect-too-old')
    expect(asked.some(what => what.startsWith('POST'))).toBe(false)
  })
})

it.each([
  ['4.3.1', true, true],
  ['3.4.0', false, true],
  ['7.4.0-ccs', false, true],
  ['7.5.1-ce', true, true],
  ['2.8.0', false, false],
  ['5.5.1-ccs', false, false],
  ['nonsense', true, true],
  [null, true, true],
])('a worker of version %s can stop: %s, can restart tasks: %s', (version, canStop, canRestartTasks) => {
  expect(abilitiesOf(version, false)).toEqual({ isReadOnly: false, canStop, canRestartTasks })
})

describe('secrets', () => {
  it.each([
    'connection.password',
    'database.passwd',
    'sasl.jaas.config',
    'aws.secret.access.key',
    'aws.access.key',
    'ssl.keystore.key',
    'basic.auth.user.info',
    'oauth.token',
    'github.apikey',
    'ssl.key.password',
    'PRIVATE_KEY',
  ])('%s is one', key => expect(isSecretKey(key)).toBe(true))

  it.each([
    'key.converter',
    'key.converter.schemas.enable',
    'message.key.columns',
    'transforms.createKey.type',
    'incrementing.column.name',
    'primary.key',
    'connection.url',
    'topic.prefix',
    'monkey',
  ])('%s is none', key => expect(isSecretKey(key)).toBe(false))

  it('are shown where they only name the place of one', () => {
    expect(shownConfig({ password: '${file:/x:pw}', 'api.key': '', secret: 'a${b}' }, new Set())).toEqual([
      { key: 'api.key', value: '' },
      { key: 'password', value: '${file:/x:pw}' },
      { key: 'secret', value: null },
    ])
  })

  it.each([
    ['jdbc:postgresql://h/db?user=u&password=pw&ssl=1', 'jdbc:postgresql://h/db?user=u&password=••••&ssl=1'],
    ['https://u:pw@h:1/x', 'https://u:••••@h:1/x'],
    ['jdbc:oracle:thin:u/pw@h', 'jdbc:oracle:thin:u/••••@h'],
    ['{"db.password": "p w", "a": 1}', '{"db.password": ••••, "a": 1}'],
    ['login failed, access_key=abc123; bye', 'login failed, access_key=••••; bye'],
    ['Unexpected token: } at 3', 'Unexpected token: } at 3'],
    ['password authentication failed for user "x"', 'password authentication failed for user "x"'],
  ])('in a text are masked: %s', (text, shown) => expect(withoutSecrets(text)).toBe(shown))

  it('are looked for in a long text without taking long', () => {
    const text = `${'a.'.repeat(32_000)}://`
    expect(withoutSecrets(text)).toBe(text)
  })
})
