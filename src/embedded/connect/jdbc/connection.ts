import pg from 'pg'
import { delay } from '../../lib/cancellation'
import type { Log } from '../../lib/log'
import { ConnectError } from '../data/errors'
import type { Addresses } from '../http/addresses'
import type { ConnectionSettings } from './settings'
import { parseJdbcUrl, type JdbcUrl } from './url'

/** A database that does not let us in within this time counts as away. */
const connectMsMax = 10_000

/** A column of an answer, as the protocol describes it. */
export interface ResultField {
  name: string
  /** The table's and the column's number; 0 for an expression. */
  tableID: number
  columnID: number
  dataTypeID: number
  dataTypeModifier: number
}

/** Every value as the text that PostgreSQL writes. */
export type Row = (string | null)[]

export interface Database {
  query(sql: string, parameters?: (string | number | null)[]): Promise<{ rows: Row[]; fields: ResultField[] }>
  close(): Promise<void>
}

export interface ConnectOptions {
  settings: ConnectionSettings
  addresses: Addresses
  signal: AbortSignal
}

/**
 * Connects once, to the first of the URL's hosts that answers. The session writes times in ISO form and UTC. When the
 * signal aborts, the connection is cut and what is under way fails.
 *
 * @throws ConnectError (ConfigException) for the URL; Error with the server's text
 */
export async function connect({ settings, addresses, signal }: ConnectOptions): Promise<Database> {
  const url = parseJdbcUrl(settings.url, addresses)
  let last: unknown
  for (const { host, port } of url.hosts) {
    signal.throwIfAborted()
    try {
      return await open(new pg.Client({ host, port, ...clientOptions(url, settings) }), signal)
    } catch (error) {
      last = error
    }
  }
  throw last
}

/**
 * Connects, trying again as connection.attempts says.
 *
 * @throws ConnectError when all attempts failed
 */
export async function connectPatiently(options: ConnectOptions, log: Log): Promise<Database> {
  const { attempts, backoffMs } = options.settings
  for (let attempt = 1; ; attempt++) {
    try {
      return await connect(options)
    } catch (error) {
      options.signal.throwIfAborted()
      if (attempt >= attempts) {
        throw new ConnectError('Could not connect to database.', { retriable: true, cause: error })
      }
      log.warn({ err: error, attempt, attempts }, 'The database cannot be connected to; it is tried again.')
      await delay(backoffMs, options.signal)
    }
  }
}

async function open(client: pg.Client, signal: AbortSignal): Promise<Database> {
  let isClosed = false
  const close = async () => {
    if (isClosed) return
    isClosed = true
    signal.removeEventListener('abort', onAbort)
    await client.end().catch(() => {}) // It may have been cut off already.
  }
  const onAbort = () => void close()
  // An idle connection that is lost shows at the next query.
  client.on('error', () => {})
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    await untilAborted(client.connect(), signal)
  } catch (error) {
    await close()
    throw error
  }
  return {
    close,
    async query(sql, parameters = []) {
      const result = await client.query<Row>({ text: sql, values: parameters, rowMode: 'array', types: asText })
      return { rows: result.rows as unknown as Row[], fields: result.fields }
    },
  }
}

/** A connection that is ended while it is being made does not always say so. */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason as Error)
    signal.addEventListener('abort', onAbort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}

const asText = { getTypeParser: () => (text: string) => text }

function clientOptions(url: JdbcUrl, settings: ConnectionSettings): pg.ClientConfig {
  const user = settings.user ?? url.parameters.get('user')
  const password = settings.password ?? url.parameters.get('password')
  const session = ['TimeZone=UTC', 'DateStyle=ISO', 'bytea_output=hex', 'extra_float_digits=1']
  const schema = url.parameters.get('currentSchema')
  if (schema !== undefined) session.push(`search_path=${schema.replace(/[\\ ]/g, '\\$&')}`)
  return {
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { password }),
    database: url.database || user || 'postgres',
    ssl: sslOption(url.parameters),
    connectionTimeoutMillis: connectMsMax,
    application_name: url.parameters.get('ApplicationName') ?? 'Kafka Connect JDBC source',
    options: session.map(setting => `-c ${setting}`).join(' '),
  }
}

/** sslmode as JDBC spells it; without one we do not encrypt, since the database is on this machine or the URL says so. */
function sslOption(parameters: Map<string, string>): boolean | { rejectUnauthorized: boolean } {
  const mode = parameters.get('sslmode') ?? (parameters.get('ssl') === 'true' ? 'verify-full' : 'disable')
  if (mode === 'verify-full' || mode === 'verify-ca') return true
  if (mode === 'require') return { rejectUnauthorized: false }
  return false
}
