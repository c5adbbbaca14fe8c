import { spawn } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { delay } from '../lib/cancellation'
import { silentLog } from '../lib/log'
import { ProblemError, type Problem } from '../lib/problem'
import type { RunningService } from '../lib/service'
import { startPostgres } from '.'
import { findBinaries } from './binaries'
import { guarded } from './guard'
import { choosePlace } from './place'
import { waitUntilUnused } from './postmaster-pid'
import { serverArguments } from './server'

const log = silentLog()
const folder = mkdtempSync(join(tmpdir(), 'elevated-postgres-'))
const dataDir = join(folder, 'postgres')
const running: RunningService[] = []

async function start(dir = dataDir, port = 0): Promise<RunningService> {
  const service = await startPostgres({ port, dataDir: dir, log })
  running.push(service)
  return service
}

async function query<T extends pg.QueryResultRow>(endpoint: string, sql: string): Promise<T[]> {
  const client = new pg.Client(endpoint)
  await client.connect()
  try {
    return (await client.query<T>(sql)).rows
  } finally {
    await client.end()
  }
}

async function problemOf(promise: Promise<unknown>): Promise<Problem> {
  try {
    await promise
  } catch (error) {
    if (error instanceof ProblemError) return error.problem
    throw error
  }
  throw new Error('no problem was raised')
}

beforeAll(async () => {
  const service = await start()
  await query(service.endpoint, 'CREATE TABLE kept (n int); INSERT INTO kept VALUES (42)')
  await service.stop()
})

afterEach(async () => {
  for (const service of running.splice(0)) await service.stop()
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a PostgreSQL of our own', () => {
  it('keeps what was written when it is started again', async () => {
    const { endpoint } = await start()
    expect(await query(endpoint, 'SELECT n FROM kept')).toEqual([{ n: 42 }])
  })

  it('answers on ::1 as well, where there is IPv6', async () => {
    const { endpoint, port } = await start()
    const [settings] = await query<{ listen: string }>(endpoint, `SELECT current_setting('listen_addresses') AS listen`)
    expect(settings!.listen).toBe('127.0.0.1,::1')
    const client = new pg.Client({ host: 'localhost', port, user: 'cta_admin', password: 'chicago', database: 'cta' })
    await client.connect()
    await client.end()
  })

  it('refuses a wrong password', async () => {
    const { endpoint } = await start()
    await expect(query(endpoint.replace('chicago', 'detroit'), 'SELECT 1')).rejects.toThrow('password authentication')
  })

  it('gives its well-known account the database, but no power over the server', async () => {
    const { endpoint } = await start()
    const [row] = await query(
      endpoint,
      `SELECT rolsuper AS super, pg_get_userbyid(datdba) AS owner
      FROM pg_roles, pg_database WHERE rolname = current_user AND datname = current_database()`,
    )
    expect(row).toEqual({ super: false, owner: 'cta_admin' })
    await expect(query(endpoint, `COPY kept FROM PROGRAM 'id'`)).rejects.toThrow('permission denied')
  })

  it('stops while a client is connected', async () => {
    const service = await start()
    const client = new pg.Client(service.endpoint)
    client.on('error', () => {})
    await client.connect()
    await service.stop()
    await expect(query(service.endpoint, 'SELECT 1')).rejects.toThrow('ECONNREFUSED')
  })

  it('is safe to stop twice', async () => {
    const service = await start()
    await Promise.all([service.stop(), service.stop()])
  })
})

describe('a start that cannot succeed', () => {
  it('names the port that is taken', async () => {
    const other = createServer()
    await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as { port: number }
    try {
      expect(await problemOf(start(dataDir, port))).toMatchObject({
        code: 'port-in-use',
        where: `postgres, 127.0.0.1:${port}`,
      })
    } finally {
      other.close()
    }
  })

  it('names the server that uses the directory', async () => {
    const { port } = await start()
    const { clusterDir } = await choosePlace(dataDir, findBinaries(), log)
    const problem = await problemOf(waitUntilUnused(clusterDir, log, 0))
    expect(problem.code).toBe('data-dir-in-use')
    expect(problem.message).toContain(`port ${port}`)
  })

  it('names both versions when the data is of another major', async () => {
    const dir = join(folder, 'older')
    mkdirSync(join(dir, 'cluster'), { recursive: true })
    writeFileSync(join(dir, 'cluster', 'PG_VERSION'), '9\n')
    const problem = await problemOf(start(dir))
    expect(problem.code).toBe('data-dir-other-version')
    expect(problem.message).toContain('PostgreSQL 9')
  })

  it('leaves a folder alone that is no cluster', async () => {
    const dir = join(folder, 'strange')
    mkdirSync(join(dir, 'cluster'), { recursive: true })
    expect((await problemOf(start(dir))).code).toBe('data-dir-not-a-cluster')
  })

  it('says why the data directory cannot be made', async () => {
    const file = join(folder, 'file')
    writeFileSync(file, '')
    expect((await problemOf(start(join(file, 'postgres')))).code).toBe('data-dir-not-writable')
  })

  it('says what the server said about damaged files', async () => {
    const dir = join(folder, 'damaged')
    cpSync(dataDir, dir, { recursive: true, preserveTimestamps: true })
    rmSync(join(dir, 'cluster', 'global', 'pg_control'))
    expect((await problemOf(start(dir))).code).toBe('postgres-start-failed')
  })
})

describe('what a killed stack leaves', () => {
  it.skipIf(process.platform === 'win32')(
    'is a server that stops by itself, and data that can be used again',
    async () => {
      const place = await choosePlace(dataDir, findBinaries(), log)
      const { command, args } = guarded(place.binaries.postgres, serverArguments(place.clusterDir, await freePort()))
      const script = `
      const { command, args, account } = JSON.parse(process.argv[1])
      const stdio = ['ignore', 'ignore', 'pipe', 'pipe']
      const child = require('node:child_process').spawn(command, args, { stdio, detached: true, cwd: '/', ...account })
      child.stderr.on('data', text => String(text).includes('ready to accept') && process.stdout.write('ready'))`
      const stack = spawn(process.execPath, ['-e', script, JSON.stringify({ command, args, account: place.account })])
      await new Promise(resolve => stack.stdout.once('data', resolve))
      const pid = Number(readFileSync(join(place.clusterDir, 'postmaster.pid'), 'utf8').split('\n')[0])
      stack.kill('SIGKILL')
      await waitUntilUnused(place.clusterDir, log)
      await eventually(() => !isAlive(pid))
      const { endpoint } = await start()
      expect(await query(endpoint, 'SELECT n FROM kept')).toEqual([{ n: 42 }])
    },
  )

  it('is a lock file whose number another program now has: it does not hinder', async () => {
    const { clusterDir } = await choosePlace(dataDir, findBinaries(), log)
    writeFileSync(join(clusterDir, 'postmaster.pid'), `${process.pid}\n${clusterDir}\n1\n5432\n\n127.0.0.1\n\nready\n`)
    const { endpoint } = await start()
    expect(await query(endpoint, 'SELECT n FROM kept')).toEqual([{ n: 42 }])
  })

  it('is a half-made cluster that is made anew', async () => {
    const dir = join(folder, 'interrupted')
    mkdirSync(join(dir, 'cluster.unfinished', 'base'), { recursive: true })
    const { endpoint } = await start(dir)
    expect(await query(endpoint, 'SELECT current_database() AS name')).toEqual([{ name: 'cta' }])
  })
})

describe('a stack that root starts', () => {
  afterEach(() => vi.unstubAllEnvs())

  it.runIf(process.getuid?.() === 0)(
    'keeps the data where an ordinary account can reach it, and says where',
    async () => {
      const home = mkdtempSync(join(folder, 'home-'))
      chmodSync(home, 0o700)
      vi.stubEnv('TMPDIR', '/nonexistent')
      const dir = join(home, 'postgres')
      const first = await start(dir)
      await query(first.endpoint, 'CREATE TABLE here (n int)')
      await first.stop()
      const moved = readFileSync(join(dir, 'moved-to'), 'utf8').trim()
      try {
        expect(moved.startsWith(home)).toBe(false)
        const second = await start(dir)
        expect(await query(second.endpoint, 'SELECT n FROM here')).toEqual([])
        await second.stop()
        rmSync(dir, { recursive: true })
        const third = await start(dir)
        await expect(query(third.endpoint, 'SELECT n FROM here')).rejects.toThrow('does not exist')
      } finally {
        for (const service of running.splice(0)) await service.stop()
        rmSync(dirname(moved), { recursive: true, force: true })
      }
    },
  )
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise(resolve => server.close(resolve))
  return port
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

async function eventually(check: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (check()) return
    await delay(25)
  }
  throw new Error('it did not come true within 5 s')
}
