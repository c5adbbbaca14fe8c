import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { ProblemError } from '../lib/problem'
import { serviceNames, type ServiceName } from '../lib/service'

/** The ports that clients of the real services expect. */
export const standardPorts: Readonly<Record<ServiceName, number>> = {
  kafka: 9092,
  registry: 8081,
  restProxy: 8082,
  connect: 8083,
  ksql: 8088,
  postgres: 5432,
}

/** Names on the command line; `rest` is short for restProxy. */
const portNames: Readonly<Record<string, ServiceName>> = {
  ...Object.fromEntries(serviceNames.map(name => [name, name])),
  rest: 'restProxy',
}

export interface PortChoice {
  /** 0 takes a free one. */
  port: number
  /** A chosen port that is taken is an error; a standard one gives way to a free one. */
  chosen: boolean
}

export interface StackOptions {
  dataDir: string
  ports: Record<ServiceName, PortChoice>
  /** SQL files that a new database runs once. */
  initScripts: string[]
  logLevel: 'debug' | 'info' | 'warn' | 'error'
}

/**
 * Reads `--data-dir DIR --ports kafka=9092,…|auto --init-sql FILE… --log-level LEVEL`.
 *
 * @throws ProblemError wrong-flag
 */
export function readStackOptions(args: string[]): StackOptions {
  const { values } = parse(args)
  const logLevel = values['log-level'] ?? 'warn'
  if (!['debug', 'info', 'warn', 'error'].includes(logLevel)) {
    throw wrongFlag(`--log-level is debug, info, warn or error, not ${logLevel}.`)
  }
  return {
    dataDir: resolve(values['data-dir'] ?? defaultDataDir()),
    ports: readPorts(values.ports),
    initScripts: (values['init-sql'] ?? []).map(path => resolve(path)),
    logLevel: logLevel as StackOptions['logLevel'],
  }
}

/**
 * Reads the value of `--ports`: `auto`, or name=port pairs; names left out get their standard port.
 *
 * @throws ProblemError wrong-flag
 */
export function readPorts(text: string | undefined): Record<ServiceName, PortChoice> {
  const all = (choice: (name: ServiceName) => PortChoice) =>
    Object.fromEntries(serviceNames.map(name => [name, choice(name)])) as Record<ServiceName, PortChoice>
  if (text === 'auto') return all(() => ({ port: 0, chosen: false }))
  const ports = all(name => ({ port: standardPorts[name], chosen: false }))
  const known = Object.keys(portNames).join(', ')
  for (const pair of (text ?? '').split(',').filter(part => part !== '')) {
    const [name = '', value = ''] = pair.split('=')
    const service = Object.hasOwn(portNames, name) ? portNames[name] : undefined
    if (!service) throw wrongFlag(`--ports knows ${known}; "${name}" is none of them.`)
    if (!/^\d{1,5}$/.test(value) || Number(value) > 65535) {
      throw wrongFlag(`--ports ${name}=${value}: a port is a number from 0 (a free one) to 65535.`)
    }
    ports[service] = { port: Number(value), chosen: value !== '0' }
  }
  return ports
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        'data-dir': { type: 'string' },
        ports: { type: 'string' },
        'init-sql': { type: 'string', multiple: true },
        'log-level': { type: 'string' },
      },
    })
  } catch (error) {
    throw wrongFlag((error as Error).message)
  }
}

function wrongFlag(message: string): ProblemError {
  return new ProblemError({
    code: 'wrong-flag',
    where: 'command line',
    message,
    tip: 'Use --data-dir DIR, --ports kafka=9092,registry=8081,rest=8082,connect=8083,ksql=8088,postgres=5432 (or --ports auto), --init-sql FILE, --log-level LEVEL.',
  })
}

/** Where a stack that is started by hand keeps its data, by the customs of each system. */
function defaultDataDir(): string {
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Elevated', 'stack')
  if (process.platform === 'win32') return join(process.env.LOCALAPPDATA ?? homedir(), 'Elevated', 'stack')
  return join(process.env.XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'elevated', 'stack')
}
