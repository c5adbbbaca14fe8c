import { Client } from 'pg'
import { messageOf, type Problem } from '../../lib/problem'
import type { Endpoints } from '../profile'
import { answerMsMax, unusable, type Finding } from './finding'
import { networkProblem, shown, type Address } from './network-problem'
import { speaksHttp } from './sockets'

/** Whether the database lets us in, and whether the stations table is there or may be made. */
export async function checkPostgres({ postgres }: Endpoints, readOnly: boolean, signal: AbortSignal): Promise<Finding> {
  if (!postgres) return { found: null, problems: [], isUsable: true }
  const url = new URL(postgres.url)
  const address: Address = { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || '5432') }
  const where = `PostgreSQL, ${shown(address)}${url.pathname}`
  const client = new Client({
    connectionString: postgres.url,
    connectionTimeoutMillis: answerMsMax,
    query_timeout: answerMsMax,
  })
  // A server that ends in the middle of a query emits this beside the rejection.
  client.on('error', () => undefined)
  const onAbort = () => void client.end().catch(() => undefined)
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    await client.connect()
    const { rows } = await client.query<Facts>(factsQuery)
    const facts = rows[0]!
    const isForbidden = !facts.has_table && !facts.may_create && !readOnly
    return {
      found: `${facts.version}, ${facts.has_table ? 'with' : 'without'} the table stations`,
      problems: isForbidden ? [cannotCreate(where, url.username)] : [],
      isUsable: true,
    }
  } catch (error) {
    signal.throwIfAborted()
    return unusable(await failure(where, url, address, error, signal))
  } finally {
    signal.removeEventListener('abort', onAbort)
    await client.end().catch(() => undefined)
  }
}

interface Facts {
  version: string
  has_table: boolean
  may_create: boolean
}

const factsQuery = `
  SELECT current_setting('server_version') AS version,
         to_regclass('public.stations') IS NOT NULL AS has_table,
         has_schema_privilege('public', 'CREATE') AS may_create`

async function failure(
  where: string,
  url: URL,
  address: Address,
  error: unknown,
  signal: AbortSignal,
): Promise<Problem> {
  const user = decodeURIComponent(url.username)
  const database = decodeURIComponent(url.pathname.slice(1))
  switch ((error as { code?: string }).code) {
    case '28P01':
    case '28000':
      return loginProblem(where, user, messageOf(error))
    case '3D000':
      return {
        code: 'unknown-database',
        where,
        message: `The server has no database ${database}.`,
        tip: 'Correct the end of the address, or create the database.',
      }
    case '53300':
      return {
        code: 'too-many-connections',
        where,
        message: 'The server takes no more connections.',
        tip: 'Close some, or raise max_connections; then test again.',
      }
    case '57P03':
      return { code: 'starting', where, message: 'The server is still starting.', tip: 'Test again in a minute.' }
  }
  const message = messageOf(error)
  if (/does not support SSL/i.test(message)) {
    return {
      code: 'plain-port',
      where,
      message: 'The server has no TLS, and the address asks for it.',
      tip: 'Leave sslmode out of the address, or set it to disable.',
    }
  }
  const isTimeout = /timeout/i.test(message)
  const told = networkProblem(
    'postgres',
    address,
    isTimeout ? Object.assign(new Error(message), { code: 'ETIMEDOUT' }) : error,
  )
  if (told && /certificate|self-signed|untrusted|wrong-name/.test(told.code)) {
    return { ...told, tip: 'Add sslrootcert=FILE to the address, or sslmode=no-verify if you know the network.' }
  }
  if (told && told.code !== 'timeout') return told
  if (await speaksHttp(address, signal)) return notPostgres(where, address, 'an HTTP server answers')
  return told ?? notPostgres(where, address, message)
}

function loginProblem(where: string, user: string, message: string): Problem {
  if (/no pg_hba\.conf entry/.test(message)) {
    const wantsTls = /no encryption|SSL off/i.test(message)
    return {
      code: wantsTls ? 'tls-port' : 'not-allowed',
      where,
      message: `The server does not let ${user} in from this machine: ${message}.`,
      tip: wantsTls
        ? 'It wants TLS: add ?sslmode=verify-full to the address, or ?sslmode=no-verify if you know the network.'
        : 'Let whoever runs it add this machine to pg_hba.conf.',
    }
  }
  return {
    code: 'wrong-password',
    where,
    message: `The server does not accept ${user} with this password: ${message}.`,
    tip: 'Check user and password of PostgreSQL in the profile.',
  }
}

function notPostgres(where: string, address: Address, message: string): Problem {
  return {
    code: 'not-postgres',
    where,
    message: `What listens at ${shown(address)} is not PostgreSQL: ${message}.`,
    tip: 'Check the port: that of PostgreSQL is mostly 5432.',
  }
}

function cannotCreate(where: string, user: string): Problem {
  return {
    code: 'cannot-create-table',
    where,
    message: `${decodeURIComponent(user)} may not create the table stations, and it is not there.`,
    tip: 'Grant CREATE on the schema public, or run resources/postgres/stations.sql as somebody who may.',
  }
}
