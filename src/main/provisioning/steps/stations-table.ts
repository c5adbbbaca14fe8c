import { Client } from 'pg'
import { messageOf, ProblemError } from '../../lib/problem'
import { done, missing, skipped, type DatabaseEndpoint, type Step } from '../step'

/** The table `stations` in PostgreSQL with the rows of the original course. */
export const stationsTable: Step = {
  id: 'stations-table',
  title: 'Stations table',
  needs: [],
  async check({ postgres, stationsSql }) {
    if (!postgres) return skipped('the profile has no PostgreSQL')
    return withClient(postgres, async client => {
      const table = await client.query(`SELECT to_regclass('public.stations') IS NOT NULL AS there`)
      if (!table.rows[0]?.there) return missing('PostgreSQL has no table stations')
      const ids = stopIds(stationsSql)
      const counted = await client.query('SELECT count(*)::int AS rows FROM stations WHERE stop_id = ANY($1)', [ids])
      const rows = Number(counted.rows[0]?.rows)
      return rows === ids.length
        ? done(`${rows} rows`)
        : missing(`${ids.length - rows} of ${ids.length} rows are missing`)
    })
  },
  async apply({ postgres, stationsSql }) {
    if (postgres) await withClient(postgres, client => client.query(stationsSql))
  },
}

/** The key of each row that the script inserts: rows stand one a line and begin with it. */
export function stopIds(stationsSql: string): number[] {
  return [...stationsSql.matchAll(/^ *\((\d+),/gm)].map(([, id]) => Number(id))
}

const connectMsMax = 5_000
const queryMsMax = 20_000

async function withClient<T>(postgres: DatabaseEndpoint, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({
    connectionString: postgres.url,
    connectionTimeoutMillis: connectMsMax,
    query_timeout: queryMsMax,
  })
  // A server that ends in the middle of a query emits this beside the rejection.
  client.on('error', () => undefined)
  try {
    await client.connect()
    return await work(client)
  } catch (error) {
    const { host, pathname } = new URL(postgres.url)
    throw new ProblemError(
      {
        code: 'postgres-failed',
        where: `PostgreSQL, ${host}${pathname}`,
        message: `The stations table could not be looked at or made: ${messageOf(error)}.`,
        tip: 'Check that the server runs, and that its user may create tables; then retry this step.',
      },
      { cause: error },
    )
  } finally {
    await client.end().catch(() => undefined)
  }
}
