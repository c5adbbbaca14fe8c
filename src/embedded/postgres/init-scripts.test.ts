import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startPostgres } from '.'
import { silentLog } from '../lib/log'
import type { RunningService } from '../lib/service'

describe('init scripts', () => {
  let dir: string
  let server: RunningService | undefined

  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'elevated-init-'))
  })
  afterAll(async () => {
    await server?.stop()
    rmSync(dir, { recursive: true, force: true })
  })

  it('run once in a new database, and a new script in an old one', async () => {
    const first = script('first.sql', 'CREATE TABLE visits (n INTEGER); INSERT INTO visits VALUES (1);')
    const second = script('second.sql', 'INSERT INTO visits VALUES (2);')
    await restart([first])
    await restart([first, second])
    await restart([first, second])
    expect(await numbers()).toEqual([1, 2])
  })

  it('leave nothing behind when they fail, and say which one it was', async () => {
    const broken = script('broken.sql', 'INSERT INTO visits VALUES (3); SELECT nonsense;')
    await expect(restart([broken])).rejects.toMatchObject({ problem: { code: 'postgres-init-failed', where: broken } })
    await restart([])
    expect(await numbers()).toEqual([1, 2])
  })

  function script(name: string, text: string): string {
    writeFileSync(join(dir, name), text)
    return join(dir, name)
  }

  async function restart(initScripts: string[]): Promise<void> {
    await server?.stop()
    server = undefined
    server = await startPostgres({ port: 0, log: silentLog(), dataDir: join(dir, 'data'), initScripts })
  }

  async function numbers(): Promise<number[]> {
    const client = new Client({ connectionString: server!.endpoint })
    await client.connect()
    const { rows } = await client.query<{ n: number }>('SELECT n FROM visits ORDER BY n')
    await client.end()
    return rows.map(row => row.n)
  }
})
