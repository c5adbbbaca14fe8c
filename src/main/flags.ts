import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { logLevels, type LogLevel } from './lib/log'
import { defaultDataDir } from './lib/paths'
import { messageOf, ProblemError } from './lib/problem'

export interface HeadlessOptions {
  /** Of the web shell; 0 takes a free one. */
  port: number
  dataDir: string
  /** The id of a profile, or a JSON file; undefined: the one that was used last. */
  profile: string | undefined
  autostart: boolean
  speed: number
  seed: number
  token: string
  /** Of the embedded stack, for it to read. */
  ports: string | undefined
  /** Whether to open the address in a browser. */
  open: boolean
  logLevel: LogLevel
}

export const usage =
  'Flags: --port 7878 --data-dir DIR --profile embedded|compose|ID|FILE.json --autostart|--no-autostart --speed 1..600 --seed N ' +
  '--token TEXT --ports kafka=9092,registry=8081,rest=8082,connect=8083,ksql=8088,postgres=5432|auto --open ' +
  '--log-level debug|info|warn|error.'

/**
 * Reads the command line of the headless shell.
 *
 * @throws ProblemError wrong-flag
 */
export function readFlags(args: string[]): HeadlessOptions {
  const values = parse(args)
  const logLevel = values['log-level'] ?? 'warn'
  if (!logLevels.includes(logLevel as LogLevel))
    throw wrongFlag(`--log-level ${logLevel}: not one of ${logLevels.join(', ')}`)
  if (values.token !== undefined && !/^[\x21-\x7e]{1,200}$/.test(values.token)) {
    throw wrongFlag('--token: 1 to 200 printable characters without spaces')
  }
  return {
    port: integer('port', values.port ?? '7878', 0, 65535),
    dataDir: resolve(values['data-dir'] ?? defaultDataDir()),
    profile: values.profile,
    autostart: (values.autostart ?? false) && !values['no-autostart'],
    speed: number('speed', values.speed ?? '60', 1, 600),
    seed: integer('seed', values.seed ?? '1', 0, Number.MAX_SAFE_INTEGER),
    token: values.token ?? randomBytes(24).toString('base64url'),
    ports: values.ports === undefined ? undefined : checkedPorts(values.ports),
    open: values.open ?? false,
    logLevel: logLevel as LogLevel,
  }
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        port: { type: 'string' },
        'data-dir': { type: 'string' },
        profile: { type: 'string' },
        autostart: { type: 'boolean' },
        'no-autostart': { type: 'boolean' },
        speed: { type: 'string' },
        seed: { type: 'string' },
        token: { type: 'string' },
        ports: { type: 'string' },
        open: { type: 'boolean' },
        'log-level': { type: 'string' },
      },
    }).values
  } catch (error) {
    throw wrongFlag(messageOf(error).replaceAll('\n', ' '))
  }
}

function integer(flag: string, text: string, min: number, max: number): number {
  if (!/^\d{1,16}$/.test(text)) throw wrongFlag(`--${flag} ${text}: not a whole number`)
  return inRange(flag, text, Number(text), min, max)
}

function number(flag: string, text: string, min: number, max: number): number {
  if (!/^\d+(\.\d+)?$/.test(text)) throw wrongFlag(`--${flag} ${text}: not a number`)
  return inRange(flag, text, Number(text), min, max)
}

function inRange(flag: string, text: string, value: number, min: number, max: number): number {
  if (value < min || value > max) throw wrongFlag(`--${flag} ${text}: not from ${min} to ${max}`)
  return value
}

const portNames = ['kafka', 'registry', 'rest', 'restProxy', 'connect', 'ksql', 'postgres']

/** Checked before the stack is started, so that a slip is said at once. */
function checkedPorts(text: string): string {
  if (text === 'auto') return text
  for (const pair of text.split(',')) {
    const [name, port] = pair.split('=')
    if (!portNames.includes(name ?? '') || !/^\d{1,5}$/.test(port ?? '') || Number(port) > 65535) {
      throw wrongFlag(`--ports ${pair}: not NAME=PORT, with a name of ${portNames.join(', ')}`)
    }
  }
  return text
}

function wrongFlag(message: string): ProblemError {
  const sentence = message.endsWith('.') ? message : `${message}.`
  return new ProblemError({ code: 'wrong-flag', where: 'command line', message: sentence, tip: usage })
}
