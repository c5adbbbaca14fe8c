import { once } from 'node:events'
import type { FastifyInstance, FastifyReply, FastifyRequest } from '../../lib/http'
import { badRequest, failed, genericError } from '../errors'
import { planPull } from '../plan/pull'
import type { QueryPlan } from '../plan/query-plan'
import { planSelect, sourceNamed } from '../plan/select'
import { offsetReset } from '../plan/settings'
import { errorCodes, StatementError } from '../plan/statement-error'
import type { Prepared } from '../run/engine'
import { print } from '../run/print'
import { pull } from '../run/pull'
import { reporter } from '../run/reporter'
import { runTransient, scan, type TransientRow } from '../run/transient'
import type { Server } from '../server'
import type { StatementOf } from '../syntax/tree'
import { readRequest } from './request'
import { shapeOf, type Shape, type ShapeName } from './shapes'

/** Push queries that may run at a time. */
const pushQueriesMax = 100

/** How often a quiet answer shows that it is alive. */
const keepAliveMs = 10_000

/** POST /query, /query-stream and /close-query. */
export function queryRoutes(app: FastifyInstance, server: Server): void {
  app.post('/query', (request, reply) => answer(request, reply, server, 'array'))
  app.post('/query-stream', (request, reply) => {
    const accepted = request.headers.accept ?? ''
    return answer(
      request,
      reply,
      server,
      accepted.includes('vnd.ksql.v1+json') || accepted.includes('application/json') ? 'array' : 'lines',
    )
  })
  app.post('/close-query', async (request, reply) => {
    const { queryId } = (request.body ?? {}) as { queryId?: string }
    const query = queryId === undefined ? undefined : server.pushQueries.get(queryId)
    if (!query) throw badRequest(`No query with id ${queryId}`)
    query.abort()
    return reply.code(200).send({})
  })
}

async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  server: Server,
  wanted: ShapeName,
): Promise<unknown> {
  const { prepared } = readRequest(request.body)
  const last = prepared.at(-1)!
  const { statement, properties } = last
  if (prepared.slice(0, -1).some(({ statement: { kind } }) => kind !== 'set' && kind !== 'unset')) {
    throw badRequest('Only one SELECT or PRINT is answered here, with SET statements before it.')
  }
  if (statement.kind === 'print') return answerPrint(statement, reply, server)
  if (statement.kind !== 'select') {
    throw failed(
      new StatementError(
        `Statement type \`${statement.kind}\` not supported for this resource: send it to /ksql.`,
        errorCodes.badRequest,
      ),
      statement.text,
    )
  }
  const { query } = statement
  try {
    const catalog = server.engine.catalog()
    const source = sourceNamed(catalog, query.from.name)
    const isOld = source.dialect === 'old' && query.emit === null
    if (query.emit === null && !isOld) return await answerPull(last, statement, reply, server, wanted)
    const plan = planSelect(query, { catalog, dialect: source.dialect, isTransient: true, sinkName: null, properties })
    return await answerPush(
      plan,
      offsetReset(properties),
      reply,
      server,
      isOld && wanted === 'array' ? 'objects' : wanted,
    )
  } catch (error) {
    if (error instanceof StatementError) throw failed(error, statement.text)
    throw error
  }
}

async function answerPull(
  { properties }: Prepared,
  statement: StatementOf<'select'>,
  reply: FastifyReply,
  server: Server,
  wanted: ShapeName,
): Promise<unknown> {
  const { engine } = server
  const { plan, queryId } = planPull(statement.query, engine.catalog(), properties)
  const shape = shapeOf(wanted, plan.items)
  const header = () => shape.header(`query_${server.nextId()}`, plan, true)
  if (queryId === null) {
    return streamed(reply, server, shape, async (write, signal) => {
      await write(header())
      await scan({
        plan,
        kafka: engine.kafka,
        schemas: engine.schemas,
        log: server.log,
        signal,
        onRows: rows => write(shape.rows(rows, false)),
      })
      return null
    })
  }
  const runner = engine.runner(queryId)
  if (!runner) throw new StatementError(`The query ${queryId}, which makes the table, is paused.`)
  const rows: TransientRow[] = pull(plan, await runner.rows(), reporter(server.log))
  return reply.type(shape.contentType).send(header() + shape.rows(rows, true) + shape.end(null))
}

function answerPush(
  plan: QueryPlan,
  reset: 'earliest' | 'latest',
  reply: FastifyReply,
  server: Server,
  name: ShapeName,
): Promise<unknown> {
  if (server.pushQueries.size >= pushQueriesMax) {
    throw badRequest(`There are ${pushQueriesMax} push queries already.`, errorCodes.tooManyPushQueries)
  }
  const { engine, log } = server
  const shape = shapeOf(name, plan.items)
  const queryId = `transient_${plan.source.name}_${server.nextId()}`
  return streamed(reply, server, shape, async (write, signal, stop) => {
    server.pushQueries.set(queryId, stop)
    try {
      await write(shape.header(queryId, plan, false))
      const onRows = (rows: TransientRow[]) => write(shape.rows(rows, false))
      const isLimit = await runTransient({
        plan,
        kafka: engine.kafka,
        schemas: engine.schemas,
        log,
        reset,
        onRows,
        signal,
      })
      return isLimit ? 'Limit Reached' : 'Query Completed'
    } finally {
      server.pushQueries.delete(queryId)
    }
  })
}

function answerPrint(statement: StatementOf<'print'>, reply: FastifyReply, server: Server): Promise<unknown> {
  const { engine, log } = server
  const plain: Shape = { ...shapeOf('lines', []), contentType: 'text/plain; charset=utf-8' }
  return streamed(reply, server, plain, async (write, signal) => {
    await print({ ...statement, kafka: engine.kafka, schemas: engine.schemas, log, signal, write })
    return null
  })
}

type Write = (text: string) => Promise<void>

/** Writes an answer piece by piece, no faster than it is read, until the work ends or the reader goes. */
async function streamed(
  reply: FastifyReply,
  server: Server,
  shape: Shape,
  work: (write: Write, signal: AbortSignal, stop: AbortController) => Promise<string | null>,
): Promise<FastifyReply> {
  const { raw } = reply
  const stop = new AbortController()
  const end = () => stop.abort()
  reply.hijack()
  raw.on('close', end)
  server.stopping.addEventListener('abort', end, { once: true })
  raw.writeHead(200, { 'content-type': shape.contentType })
  raw.flushHeaders()
  const keepAlive = setInterval(() => raw.write('\n'), keepAliveMs)
  const write: Write = async text => {
    if (text === '' || raw.destroyed || raw.write(text)) return
    await Promise.race([once(raw, 'drain'), once(raw, 'close')])
  }
  try {
    raw.end(shape.end(await work(write, stop.signal, stop)))
  } catch (error) {
    if (!stop.signal.aborted) server.log.warn({ err: error }, 'A query ended with an error.')
    raw.end(shape.error(genericError(errorCodes.serverError, (error as Error).message)))
  } finally {
    clearInterval(keepAlive)
    server.stopping.removeEventListener('abort', end)
  }
  return reply
}
