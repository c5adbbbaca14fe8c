import { Kafka, logLevel } from 'kafkajs'
import { get } from 'node:http'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { eventually, jsonEvent, start, type Started } from '../support/process'
import { allKinds, findCoursePrograms, kindsInLog, readStatusPage, type CourseProgram } from './programs'

const python = process.env.COURSE_PYTHON ?? 'python3'
const programs = findCoursePrograms(process.env.COURSE_PROGRAMS ?? '.')
const broker = '127.0.0.1:9092'

const running: Started[] = []
let dataDir: string | undefined

afterEach(async () => {
  for (const program of running.splice(0).reverse()) await program.stop()
  if (dataDir) rmSync(dataDir, { recursive: true, force: true })
})

describe.each(programs)('the course programs of $name', program => {
  it('run from their simulation to their status page on the embedded stack', { timeout: 240_000 }, async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'elevated-course-'))
    const stack = launch(process.execPath, ['scripts/bootstrap.mjs', 'stack', '--data-dir', dataDir], process.cwd())
    await stack.line(jsonEvent('ready'), 60_000)
    await createTopics(program)

    const simulation = launchPython(program, '.', ['producers/simulation.py'])
    await eventually('turnstile records', 60_000, () => hasRecords(/turnstile/))
    const consumers = 'consumers'
    const ksql = launchPython(program, consumers, ['ksql.py'])
    expect(await ksql.ended, ksql.output()).toBe(0)
    launchPython(program, consumers, ['-m', 'faust', '-A', 'faust_stream', 'worker', '-l', 'info', '--without-web'])
    await eventually('transformed stations', 60_000, () => hasRecords(/stations\.(transformed|table)/))
    const server = launchPython(program, consumers, ['server.py'])

    const seen = { weather: '', stations: 0, arrivals: 0, entries: 0 }
    const logged = new Set<string>()
    const isShown = () => seen.stations > 50 && seen.arrivals > 5 && seen.entries > 0
    await eventually('a full status page, or records of every kind in its log', 120_000, async () => {
      const page = readStatusPage(await text(`http://localhost:${program.pagePort}/`))
      seen.weather = page.weather
      seen.stations = page.rows.length
      seen.arrivals = page.rows.filter(row => row.directionA !== '---' || row.directionB !== '---').length
      seen.entries = page.rows.reduce((sum, row) => sum + row.entries, 0)
      for (const kind of kindsInLog(server.output())) logged.add(kind)
      return isShown() || logged.size === allKinds.length
    }).catch(error => {
      const said = [server, simulation].map(program => program.output().slice(-2_000)).join('\n')
      throw new Error(`${String(error)}: ${JSON.stringify({ seen, logged: [...logged] })}\n${said}`)
    })
    expect(seen.weather).toMatch(/-?\d+°/)
  })
})

function launch(command: string, args: string[], cwd: string): Started {
  const program = start(command, args, { cwd, env: { ...process.env, PYTHONUNBUFFERED: '1' } })
  running.push(program)
  return program
}

function launchPython(program: CourseProgram, folder: string, args: string[]): Started {
  return launch(python, args, join(program.folder, folder))
}

const kafka = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING })

async function createTopics(program: CourseProgram): Promise<void> {
  const admin = kafka.admin()
  await admin.connect()
  await admin.createTopics({
    topics: program.topics.map(({ name, partitions }) => ({ topic: name, numPartitions: partitions })),
  })
  await admin.disconnect()
}

async function hasRecords(pattern: RegExp): Promise<boolean> {
  const admin = kafka.admin()
  await admin.connect()
  try {
    const names = (await admin.listTopics()).filter(name => pattern.test(name))
    const ends = await Promise.all(names.map(name => admin.fetchTopicOffsets(name)))
    return ends.flat().some(partition => Number(partition.high) > 0)
  } finally {
    await admin.disconnect()
  }
}

function text(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get(url, { timeout: 10_000 }, response => {
      let body = ''
      response
        .setEncoding('utf8')
        .on('data', more => (body += more))
        .on('end', () => resolve(body))
    }).on('error', reject)
  })
}
