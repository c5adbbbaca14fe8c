import { delay } from '../../lib/cancellation'
import type { Clock } from '../../lib/clock'
import type { Log } from '../../lib/log'
import type { RunningTask, TaskContext } from '../connectors/plugin'
import { ConnectError } from '../data/errors'
import type { SourceRecord } from '../data/record'
import { connect, connectPatiently, type Database } from './connection'
import { createReader, type Reader } from './reader'
import type { JdbcSettings } from './settings'
import { querySource, tableSource } from './sources'
import type { TableId } from './tables'

/** After a failed query the next is not sent sooner than this, however short the poll interval is. */
const retryMsMin = 1_000

interface Scheduled {
  reader: Reader
  dueAt: number
}

/**
 * A task that reads its tables, or the query, in turn. A query that fails is tried again at the next interval with what
 * was read so far; what cannot mend by itself (a missing column) fails the task at its start.
 *
 * @throws ConnectError
 */
export async function startJdbcTask(
  settings: JdbcSettings,
  tables: TableId[],
  context: TaskContext,
  clock: Clock,
): Promise<RunningTask> {
  if (tables.length === 0 && settings.query === '') {
    throw new ConnectError(
      'Task is being killed because it was not assigned a table nor a query to execute. ' +
        'If run in table mode please make sure that the tables exist on the database. If the table does exist on the ' +
        'database, we recommend using the fully qualified table name.',
    )
  }
  const options = { settings: settings.connection, addresses: context.addresses, signal: context.signal }
  const first = await connectPatiently(options, context.log)
  try {
    const readers = await createReaders(first, settings, tables, context, clock)
    return pollingTask(readers, settings, first, () => connect(options), context, clock)
  } catch (error) {
    await first.close()
    if (error instanceof ConnectError) throw error
    throw new ConnectError('Failed to read the structure of the tables', { cause: error })
  }
}

async function createReaders(
  database: Database,
  settings: JdbcSettings,
  tables: TableId[],
  { offsetOf, log }: TaskContext,
  clock: Clock,
): Promise<Reader[]> {
  if (settings.query !== '') return [createReader(querySource(settings, offsetOf, clock.now()), settings, log)]
  const readers: Reader[] = []
  for (const table of tables) {
    const source = await tableSource(database, table, settings, offsetOf, clock.now())
    readers.push(createReader(source, settings, log))
  }
  return readers
}

function pollingTask(
  readers: Reader[],
  settings: JdbcSettings,
  first: Database,
  reconnect: () => Promise<Database>,
  { signal, log }: TaskContext,
  clock: Clock,
): RunningTask {
  const queue: Scheduled[] = readers.map(reader => ({ reader, dueAt: 0 }))
  const failures = failureCount(settings.queryRetryAttempts, log)
  let database: Database | null = first

  /** The head of the queue has been read to its end: it is due again after the interval, behind the others. */
  function requeue(waitMs: number): void {
    const head = queue.shift()!
    queue.push({ ...head, dueAt: clock.now() + waitMs })
  }

  async function readSlice(reader: Reader): Promise<SourceRecord[]> {
    try {
      database ??= await reconnect()
      const { records, isDone } = await reader.next(database)
      if (isDone) requeue(settings.pollIntervalMs)
      failures.clear()
      return records
    } catch (error) {
      signal.throwIfAborted()
      await database?.close()
      database = null
      reader.reset()
      if (error instanceof ConnectError) throw error
      failures.add(error, reader.label)
      requeue(Math.max(settings.pollIntervalMs, retryMsMin))
      return []
    }
  }

  return {
    async poll() {
      for (;;) {
        signal.throwIfAborted()
        const { reader, dueAt } = queue[0]!
        const waitMs = reader.isReading ? 0 : dueAt - clock.now()
        if (waitMs > 0) await delay(waitMs, signal)
        const records = await readSlice(reader)
        if (records.length > 0) return records
      }
    },
    async stop() {
      await database?.close()
    },
  }
}

/** Counts queries that failed in a row; the first is a warning, the rest are for the curious. */
function failureCount(attemptsMax: number, log: Log) {
  let inARow = 0
  return {
    clear() {
      if (inARow > 0) log.info({ failures: inARow }, 'The query succeeds again.')
      inARow = 0
    },
    add(error: unknown, label: string) {
      inARow++
      if (inARow === 1) log.warn({ err: error, source: label }, 'A query failed; it is tried again.')
      else log.debug({ err: error, source: label, failures: inARow }, 'A query failed again.')
      if (attemptsMax >= 0 && inARow > attemptsMax) {
        throw new ConnectError(`The query for ${label} failed ${inARow} times in a row`, { cause: error })
      }
    },
  }
}
