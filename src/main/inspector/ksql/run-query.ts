import type { KsqlColumn, KsqlMessage } from '../../../shared/contract/ksql'
import { delay } from '../../lib/cancellation'
import { refused, type HttpEndpoint } from '../../lib/http'
import { openStream, type StreamedAnswer } from '../../lib/http-stream'
import { asProblem, type Problem } from '../../lib/problem'
import { columnOf, type FieldEntity } from './column-types'
import { ksqlMediaType, refusalOf, sendStatements, variablesOf, type KsqlSession, type Refusal } from './requests'
import { cellOf, rowEventOf } from './row-answer'
import { rowBuffer, type RowBuffer } from './row-buffer'
import type { KsqlStatement } from './statements'
import { valueStream } from './value-stream'

/** A pull query is worked out before its answer begins. */
const headMsMax = 60_000

/** Rows are told at most so often. */
const rowsEveryMs = 100

/** Characters of an answer that is no answer to a query. */
const errorTextMax = 64_000

/** A line of PRINT that is longer is cut there. */
const lineLengthMax = 1_000_000

/** What a query says; the statement's index and the time are added by the run. */
export type QueryMessage =
  | Omit<Extract<KsqlMessage, { kind: 'header' }>, 'index'>
  | Omit<Extract<KsqlMessage, { kind: 'rows' }>, 'index'>
  | { kind: 'ended'; reason: string | null }
  | { kind: 'failed'; refusal: Refusal }

type QueryKind = Extract<KsqlMessage, { kind: 'header' }>['query']

/** A query as far as it has come: filled by the reader, emptied by the run. */
interface Running {
  rows: RowBuffer
  header: { queryId: string | null; columns: KsqlColumn[] } | null
  end: Extract<QueryMessage, { kind: 'ended' | 'failed' }> | null
}

/**
 * Runs one SELECT or PRINT and tells its rows as they come, until it ends or the signal aborts. The server is read as
 * fast as it says rows; of those that come faster than they are taken, the newest are kept and the others counted.
 */
export async function* runQuery(
  session: KsqlSession,
  statement: KsqlStatement,
  text: string,
  signal: AbortSignal,
): AsyncGenerator<QueryMessage, void, void> {
  const query = kindOf(statement)
  const running: Running = { rows: rowBuffer(), header: null, end: null }
  const stop = new AbortController()
  const onAbort = () => stop.abort(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  if (signal.aborted) onAbort()
  const reading = read(session, query, text, running, stop.signal).catch((error: unknown) => {
    if (!stop.signal.aborted) running.end ??= failure(asProblem(session.endpoint.title, error))
  })
  try {
    let isHeaderTold = false
    let told = 0
    while (!stop.signal.aborted) {
      const { header, rows, end } = running
      if (header && !isHeaderTold) {
        isHeaderTold = true
        yield { kind: 'header', query, ...header }
      }
      if (isHeaderTold && (rows.waiting > 0 || rows.received > told)) {
        const batch = rows.take()
        told = rows.received
        yield { kind: 'rows', rows: batch, received: rows.received, skipped: rows.skipped }
      }
      if (end && rows.waiting === 0) return yield end
      await delay(rowsEveryMs, stop.signal).catch(() => undefined)
    }
  } finally {
    stop.abort(new Error('nobody reads it any more'))
    signal.removeEventListener('abort', onAbort)
    await reading
  }
}

/** A query with EMIT goes on; in KSQL 5.x all do, which the server shows by not ending. */
function kindOf({ verb, bare }: KsqlStatement): QueryKind {
  if (verb === 'PRINT') return 'print'
  const words = bare.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`/g, ' ')
  return /\bEMIT\b/i.test(words) ? 'push' : 'pull'
}

/** Reads the answer to its end into `running`. */
async function read(
  session: KsqlSession,
  query: QueryKind,
  text: string,
  running: Running,
  signal: AbortSignal,
): Promise<void> {
  const answer = await openQuery(session, text, signal)
  if (answer.status < 200 || answer.status > 299) {
    running.end = { kind: 'failed', refusal: await errorOf(session.endpoint, answer) }
    return
  }
  if (query === 'print') await readLines(answer, running)
  else await readRows(session, answer, text, running, signal)
  running.end ??= { kind: 'ended', reason: null }
}

/**
 * Every server has /query (KSQL 5.x nothing else), which says more than /query-stream: why a query ended, which rows were
 * deleted, which columns are keys. A server without it is asked at /query-stream.
 */
async function openQuery(session: KsqlSession, text: string, signal: AbortSignal): Promise<StreamedAnswer> {
  const { endpoint, properties, variables } = session
  const options = { contentType: ksqlMediaType, timeoutMs: headMsMax, signal }
  const answer = await openStream(endpoint, 'POST', '/query', {
    ...options,
    body: { ksql: text, streamsProperties: properties, ...variablesOf(variables) },
    accept: ksqlMediaType,
  })
  if (![404, 405, 410].includes(answer.status)) return answer
  answer.close()
  return openStream(endpoint, 'POST', '/query-stream', {
    ...options,
    body: { sql: text, properties, ...variablesOf(variables) },
    accept: 'application/vnd.ksqlapi.delimited.v1',
  })
}

async function errorOf(endpoint: HttpEndpoint, answer: StreamedAnswer): Promise<Refusal> {
  let text = ''
  for await (const piece of answer.pieces()) {
    text += piece
    if (text.length > errorTextMax) break
  }
  return refusalOf(endpoint, { status: answer.status, text, json: jsonOf(text) })
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The text itself is then what is said.
    return undefined
  }
}

async function readRows(
  session: KsqlSession,
  answer: StreamedAnswer,
  text: string,
  running: Running,
  signal: AbortSignal,
): Promise<void> {
  const { endpoint } = session
  const values = valueStream()
  let oversized = 0
  for await (const piece of answer.pieces()) {
    for (const value of values.push(piece)) {
      const event = rowEventOf(value)
      if (event.kind === 'header') running.header = { queryId: event.queryId, columns: event.columns }
      else if (event.kind === 'final') running.end = { kind: 'ended', reason: event.message }
      else if (event.kind === 'error') running.end = failure(queryFailed(endpoint, event.message))
      else {
        running.header ??= await headerOfOld(session, text, event.row.cells.length, signal)
        running.rows.push(event.row)
      }
    }
    running.rows.skip(values.oversized - oversized)
    oversized = values.oversized
  }
  if (values.garbage !== null && !running.header) {
    const said = { status: answer.status, text: values.garbage, json: undefined }
    running.end = failure(refused(endpoint, 'POST /query', said).problem)
  }
  running.header ??= { queryId: null, columns: [] }
}

/** PRINT is answered with lines of text. */
async function readLines(answer: StreamedAnswer, running: Running): Promise<void> {
  running.header = { queryId: null, columns: [{ name: 'Record', type: '', isKey: false }] }
  const push = (line: string) => {
    if (line.trim() !== '') running.rows.push({ cells: [cellOf(JSON.stringify(line))], isDeleted: false })
  }
  let rest = ''
  for await (const piece of answer.pieces()) {
    const lines = (rest + piece).split(/\r?\n/)
    rest = lines.pop()!
    lines.forEach(push)
    if (rest.length > lineLengthMax) rest = rest.slice(0, lineLengthMax)
  }
  push(rest)
}

/** KSQL 5.x gives rows without a header; what its columns are is asked for by EXPLAIN. */
async function headerOfOld(session: KsqlSession, text: string, width: number, signal: AbortSignal) {
  const columns = await sendStatements(session, `EXPLAIN ${text}`, signal).then(
    ({ entities }) => {
      const description = entities[0]?.queryDescription as { fields?: FieldEntity[] } | undefined
      return (description?.fields ?? []).map(columnOf)
    },
    (): KsqlColumn[] => [],
  )
  if (columns.length === width) return { queryId: null, columns }
  const unnamed = Array.from({ length: width }, (_, i) => ({ name: `Column ${i + 1}`, type: '', isKey: false }))
  return { queryId: null, columns: unnamed }
}

function failure(problem: Problem): Extract<QueryMessage, { kind: 'failed' }> {
  return { kind: 'failed', refusal: { problem, place: null, statementText: null } }
}

function queryFailed(endpoint: HttpEndpoint, message: string): Problem {
  return {
    code: 'query-failed',
    where: `${endpoint.title}, ${endpoint.url}`,
    message,
    tip: 'The rows above came before it; run the query again, or look into the log of ksqlDB.',
  }
}
