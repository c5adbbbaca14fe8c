import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'

/** A checkout of somebody's solution of the course project. */
export interface CourseProgram {
  name: string
  folder: string
  /** Port of its status page, as its server's source says. */
  pagePort: number
  /** Topics that its compose file creates at start. */
  topics: { name: string; partitions: number }[]
}

/** All checkouts directly in a folder (or the folder itself) that have the course's programs. */
export function findCoursePrograms(folder: string): CourseProgram[] {
  const folders = [folder, ...readdirSync(folder, { withFileTypes: true }).map(entry => join(folder, entry.name))]
  return folders
    .filter(
      path => existsSync(join(path, 'producers', 'simulation.py')) && existsSync(join(path, 'consumers', 'server.py')),
    )
    .map(path => ({ name: basename(path), folder: path, pagePort: pagePort(path), topics: composeTopics(path) }))
}

function pagePort(folder: string): number {
  const source = readFileSync(join(folder, 'consumers', 'server.py'), 'utf8')
  const found = /WEB_SERVER_PORT\s*=\s*(\d+)/.exec(source) ?? /\.listen\((\d+)\)/.exec(source)
  if (!found) throw new Error(`${folder}: server.py names no port`)
  return Number(found[1])
}

function composeTopics(folder: string): { name: string; partitions: number }[] {
  const compose = readdirSync(folder).find(name => /^docker-compose\.ya?ml$/.test(name))
  if (!compose) return []
  const commands = readFileSync(join(folder, compose), 'utf8').matchAll(/kafka-topics .*--create .*/g)
  return [...commands].flatMap(([command]) => {
    const name = /--topic (\S+)/.exec(command)?.[1]
    const partitions = Number(/--partitions (\d+)/.exec(command)?.[1] ?? 1)
    return name ? [{ name, partitions }] : []
  })
}

/** A row of the status page: what it says of one station. */
export interface PageRow {
  station: string
  directionA: string
  directionB: string
  entries: number
}

/** The course's status page, read: its weather line and its table. */
export function readStatusPage(html: string): { weather: string; rows: PageRow[] } {
  const weather = /(-?\d+°\s*\|\s*[\w ]+)/.exec(html)?.[1]?.trim() ?? ''
  const rows = [...html.matchAll(/<tr>([\s\S]*?)<\/tr>/g)]
    .map(([, row]) => [...row!.matchAll(/<td[^>]*>([\s\S]*?)<\/td>/g)].map(([, cell]) => cell!.trim()))
    .filter(cells => cells.length === 5)
    .map(([, station = '', directionA = '', directionB = '', entries = '']) => ({
      station,
      directionA,
      directionB,
      entries: Number(entries),
    }))
  return { weather, rows }
}

/** What a server says it has read: some solutions only log their records and leave the page empty, on any stack. */
const loggedKinds: [kind: string, pattern: RegExp][] = [
  ['weather', /'temperature': /],
  ['stations', /"line": ?"(red|blue|green)"/],
  ['arrivals', /'train_id': /],
  ['turnstile summary', /"COUNT": ?\d+/],
]

/** The kinds of records of which the log shows at least one. */
export function kindsInLog(log: string): string[] {
  return loggedKinds.filter(([, pattern]) => pattern.test(log)).map(([kind]) => kind)
}

export const allKinds = loggedKinds.map(([kind]) => kind)
