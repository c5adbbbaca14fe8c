import { createORPCClient, safe } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { chicago } from '../../shared/city/chicago'
import { cityDocument } from '../../shared/city/document'
import { emptyCity, foldBatch } from '../../shared/city/fold'
import { buildNetwork } from '../../shared/city/network'
import type { contract } from '../../shared/contract'
import { ProblemError } from '../../shared/contract/problem'
import type { Health, RunState } from '../../shared/contract/lifecycle'
import type { Engine } from '../engine'
import { silentLog } from '../lib/log'
import { startWeb, type WebShell } from '.'

const token = 'T-1'
const run: RunState = { state: 'ready', speed: 60, seed: 1, problem: null }
const health: Health = { profile: { id: 'x', title: 'X', readOnly: false }, run, services: [], steps: [], parts: [] }
const stuck = { code: 'not-now', where: 'simulation', message: 'not now', tip: 'later' }

/** A city with one train whose name tries to be markup. */
const state = foldBatch(emptyCity(), [
  {
    kind: 'arrival',
    at: 1_000,
    record: { topic: 't', partition: 0, offset: '0' },
    value: { station_id: 40900, train_id: '<b>&', direction: 'a', line: 'red', train_status: 'in_service' },
  },
])

/** The web shell has no need of these: a call fails the test that made it. */
const notAsked = (): never => {
  throw new Error('nobody should have asked for that')
}

let streams = 0
const engine: Engine = {
  open: async () => undefined,
  close: async () => undefined,
  addresses: () => undefined,
  endpoints: () => undefined,
  health: () => health,
  async *watchHealth(signal) {
    streams++
    try {
      for (let speed = 1; !signal.aborted; speed++) {
        yield { ...health, run: { ...run, speed } }
        await new Promise(resolve => setTimeout(resolve, 1))
      }
    } finally {
      streams--
    }
  },
  city: {
    document: () => cityDocument(buildNetwork(chicago), state),
    async *watch() {},
    async *watchStation() {},
  },
  start: () => ({ ...run, state: 'running' }),
  pause: () => run,
  stop: () => run,
  step() {
    throw new ProblemError(stuck)
  },
  setSpeed: speed => ({ ...run, speed }),
  provision: async () => [],
  watchLog: notAsked,
  inspector: notAsked,
  profiles: new Proxy({} as Engine['profiles'], { get: notAsked }),
  about: notAsked,
}

const root = mkdtempSync(join(tmpdir(), 'elevated-web-'))
let web: WebShell

beforeAll(async () => {
  writeFileSync(join(root, 'index.html'), '<p>control room</p>')
  web = await startWeb({ engine, port: 0, token, log: silentLog(), root })
})
afterAll(async () => {
  await web.close()
  rmSync(root, { recursive: true, force: true })
})

function ask(path: string, headers: Record<string, string> = { authorization: `Bearer ${token}` }, method = 'GET') {
  return new Promise<{ status: number; headers: Record<string, string | string[] | undefined>; text: string }>(
    (resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port: web.port, path, headers, method }, response => {
        let text = ''
        response.on('data', piece => (text += piece))
        response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, text }))
      })
      sent.on('error', reject)
      sent.end()
    },
  )
}

describe('the web shell over HTTP', () => {
  it('turns the token of its address into a cookie, and the cookie lets in', async () => {
    const welcome = await ask(`/?token=${token}`, {})
    expect([welcome.status, welcome.headers.location]).toEqual([303, '/'])
    const cookie = String(welcome.headers['set-cookie']).split(';')[0]!
    expect((await ask('/', { cookie })).text).toContain('control room')
    expect((await ask('/topics', { cookie })).text).toContain('control room')
    expect((await ask('/api/health', { cookie })).status).toBe(200)
  })

  it.each(['/', '/api/health', '/api/city', '/status', '/none', '/?token=wrong', '/api/health?token=T-1'])(
    'answers %s with 401 to who does not know the token',
    async path => expect((await ask(path, {})).status).toBe(401),
  )

  it('refuses other hosts and origins before it looks at the token', async () => {
    expect((await ask('/', { host: 'evil.example' })).status).toBe(403)
    expect((await ask('/', { authorization: `Bearer ${token}`, origin: 'http://evil.example' })).status).toBe(403)
  })

  it('answers health and city as JSON', async () => {
    expect(JSON.parse((await ask('/api/health')).text)).toEqual(health)
    const city = JSON.parse((await ask('/api/city')).text)
    expect(city.totals).toEqual({ entries: 0, trains: 1, records: 1 })
    expect(city.lines).toHaveLength(8)
  })

  it('has a status page on which names stay names', async () => {
    const { text } = await ask('/status')
    expect(text).toContain('&lt;b&gt;&amp;')
    expect(text).not.toContain('<b>')
  })

  it.each([
    ['/api/none', 'GET', 404],
    ['/none.js', 'GET', 404],
    ['/api/city', 'POST', 405],
    ['/api/city', 'HEAD', 200],
  ])('answers %s %s with %i', async (path, method, status) => {
    expect((await ask(path, undefined, method)).status).toBe(status)
  })

  it('sends its security headers with everything, refusals too', async () => {
    for (const answer of [await ask('/'), await ask('/', {}), await ask('/api/none')]) {
      expect(answer.headers['content-security-policy']).toMatch(
        /default-src 'none'.*script-src 'self';.*frame-ancestors 'none'/,
      )
      expect(answer.headers['x-content-type-options']).toBe('nosniff')
      expect(answer.headers['cache-control']).toContain('no-store')
    }
  })

  it('says which port is taken', async () => {
    const second = startWeb({ engine, port: web.port, token, log: silentLog(), root })
    await expect(second).rejects.toThrow(`port ${web.port} is taken`)
  })
})

describe('the web shell over a WebSocket', () => {
  const connect = (path: string, headers: Record<string, string>) =>
    new WebSocket(`ws://127.0.0.1:${web.port}${path}`, { headers })

  it.each([
    ['/rpc', {}, 401],
    ['/rpc', { authorization: 'Bearer x' }, 401],
    ['/rpc', { authorization: `Bearer ${token}`, origin: 'http://evil.example' }, 403],
    ['/rpc', { authorization: `Bearer ${token}`, host: 'evil.example' }, 403],
    ['/other', { authorization: `Bearer ${token}` }, 404],
  ])('refuses %s with %j by %i', async (path, headers, status) => {
    const error = await new Promise<Error>(resolve =>
      connect(path, headers as Record<string, string>).on('error', resolve),
    )
    expect(error.message).toContain(String(status))
  })

  it('speaks the contract: calls, problems, bad input, and streams that end with their reader', async () => {
    const socket = connect('/rpc', { authorization: `Bearer ${token}` })
    const link = new RPCLink({ websocket: socket as unknown as globalThis.WebSocket })
    const client: ContractRouterClient<typeof contract> = createORPCClient(link)
    expect(await client.lifecycle.setSpeed({ speed: 300 })).toMatchObject({ speed: 300 })
    const refused = await safe(client.lifecycle.step())
    expect(refused.error).toMatchObject({ code: 'CONFLICT', message: 'not now', data: stuck })
    const wrong = await safe(client.lifecycle.setSpeed({ speed: 601 }))
    expect(wrong.error).toMatchObject({ code: 'BAD_REQUEST' })
    const speeds: number[] = []
    for await (const { run } of await client.lifecycle.health()) {
      speeds.push(run.speed)
      if (speeds.length === 3) break
    }
    expect(speeds).toEqual([1, 2, 3])
    await expect.poll(() => streams).toBe(0)
    await client.lifecycle.health()
    await expect.poll(() => streams).toBe(1)
    socket.terminate()
    await expect.poll(() => streams).toBe(0)
  })
})
