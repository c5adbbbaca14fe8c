import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import type { StackMessage } from '../../embedded'
import { silentLog } from '../lib/log'
import type { Problem } from '../lib/problem'
import { startStackProcess, type StackProcess } from './stack-process'

const folder = mkdtempSync(join(tmpdir(), 'elevated-stack-process-'))
const script = join(folder, 'stack.mjs')
const starts = join(folder, 'starts')
afterAll(() => rmSync(folder, { recursive: true, force: true }))
beforeEach(() => writeFileSync(starts, ''))

/** A stack that writes down how it was started, and then does what it is told. */
async function startFake(does: string) {
  writeFileSync(
    script,
    `import { appendFileSync } from 'node:fs'
     appendFileSync(${JSON.stringify(starts)}, process.pid + ' ' + process.argv.slice(2).join(' ') + '\\n')
     const endpoints = { kafka: '127.0.0.1:1001', registry: 'http://127.0.0.1:1002', restProxy: 'http://127.0.0.1:1003',
       connect: 'http://127.0.0.1:1004', ksql: 'http://127.0.0.1:1005', postgres: 'postgresql://u:p@127.0.0.1:1006/cta' }
     const ready = () => process.send({ event: 'ready', startupMs: 1, endpoints })
     process.on('disconnect', () => process.exit(0))
     ${does}`,
  )
  const messages: StackMessage[] = []
  const deaths: Problem[] = []
  const stack = await startStackProcess({
    dataDir: '/data',
    ports: 'auto',
    log: silentLog(),
    onMessage: message => messages.push(message),
    onDeath: problem => deaths.push(problem),
    entry: { file: script, execArgv: [] },
    restartFirstMs: 10,
  })
  return { stack, messages, deaths }
}

const started = () => readFileSync(starts, 'utf8').trim().split('\n')

describe('the process of the embedded stack', () => {
  let stack: StackProcess | undefined

  it('is started with its flags, tells its addresses, and stops on SIGTERM', async () => {
    const fake = await startFake(`process.on('SIGTERM', () => process.exit(0)); ready()`)
    expect(fake.stack.endpoints.kafka).toBe('127.0.0.1:1001')
    expect(fake.messages.map(({ event }) => event)).toEqual(['ready'])
    expect(started()).toEqual([expect.stringMatching(/ --data-dir \/data --log-level info --ports auto$/)])
    await fake.stack.stop()
    expect(fake.deaths).toEqual([])
  })

  it('is said why it cannot start', async () => {
    const problem = { code: 'port-in-use', where: 'kafka', message: 'port 9092 is taken', tip: 'choose another' }
    const failing = `process.send({ event: 'failed', problem: ${JSON.stringify(problem)} }); process.exit(1)`
    await expect(startFake(failing)).rejects.toMatchObject({ problem })
    await expect(startFake(`console.error('cannot find the disk'); process.exit(3)`)).rejects.toThrow(
      /ended \(3\) before it was ready. cannot find the disk/,
    )
  })

  it('is started again on the same ports when it dies', async () => {
    const fake = await startFake(`process.on('SIGTERM', () => process.exit(0)); ready()`)
    stack = fake.stack
    process.kill(Number(started()[0]!.split(' ')[0]), 'SIGKILL')
    await expect.poll(() => fake.messages.length, { timeout: 5_000 }).toBe(2)
    expect(fake.deaths).toEqual([expect.objectContaining({ code: 'stack-ended' })])
    expect(started()[1]).toContain(
      '--ports kafka=1001,registry=1002,restProxy=1003,connect=1004,ksql=1005,postgres=1006',
    )
    await stack.stop()
  })

  it('is not started again once it was stopped', async () => {
    const fake = await startFake(`process.on('SIGTERM', () => process.exit(1)); ready()`)
    await fake.stack.stop()
    await fake.stack.stop()
    await new Promise(resolve => setTimeout(resolve, 100))
    expect(started()).toHaveLength(1)
    expect(fake.deaths).toEqual([])
  })
})
