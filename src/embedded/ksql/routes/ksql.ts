import type { FastifyInstance } from '../../lib/http'
import { entityOf } from '../entities'
import { failed } from '../errors'
import { errorCodes, notSupported, StatementError } from '../plan/statement-error'
import { isCommand } from '../plan/statements'
import { sourceNamed } from '../plan/select'
import type { Facts } from '../plan/facts'
import type { Prepared } from '../run/engine'
import { CheckError } from '../run/engine'
import { insertValues } from '../run/insert-values'
import type { Server } from '../server'
import { readRequest } from './request'

/** POST /ksql: the request is checked whole, then its statements run in order. */
export function ksqlRoute(app: FastifyInstance, server: Server): void {
  app.post('/ksql', async request => {
    const { prepared, variables } = readRequest(request.body)
    const { engine } = server
    for (const { statement } of prepared) {
      if (statement.kind === 'select' || statement.kind === 'print') {
        const message =
          "The following statement types should be issued to the websocket endpoint '/query':\n\t* PRINT\n\t* SELECT"
        throw failed(new StatementError(message, errorCodes.queryEndpoint), statement.text)
      }
      if (statement.kind === 'unsupported') throw failed(notSupported(statement.what), statement.text)
    }
    return engine.exclusively(async () => {
      const facts = await engine.lookUp(prepared.map(({ statement }) => statement))
      checkAll(prepared, facts, server)
      const entities: object[] = []
      for (const one of prepared) {
        try {
          const entity = await runOne(one, facts, variables, server)
          if (entity) entities.push(entity)
        } catch (error) {
          if (!(error instanceof StatementError)) server.log.error({ err: error }, 'A statement failed.')
          throw failed(error, one.statement.text, entities)
        }
      }
      return entities
    })
  })
}

function checkAll(prepared: Prepared[], facts: Facts, { engine }: Server): void {
  try {
    const catalog = engine.check(prepared, facts)
    for (const { statement } of prepared) {
      if (statement.kind === 'describe') tryFor(statement.text, () => sourceNamed(catalog, statement.name))
      if (statement.kind === 'insertValues') tryFor(statement.text, () => sourceNamed(catalog, statement.target))
    }
  } catch (error) {
    if (error instanceof CheckError) throw failed(error.cause, error.statement.text)
    throw error
  }
}

function tryFor(text: string, check: () => unknown): void {
  try {
    check()
  } catch (error) {
    throw failed(error, text)
  }
}

async function runOne(
  prepared: Prepared,
  facts: Facts,
  variables: Map<string, string>,
  server: Server,
): Promise<object | null> {
  const { statement, properties } = prepared
  const { engine } = server
  if (statement.kind === 'insertValues') {
    await insertValues(statement, engine.catalog(), {
      producer: await server.producer(),
      schemas: engine.schemas,
      now: engine.clock.now(),
    })
    return null
  }
  if (!isCommand(statement))
    return entityOf(statement, { engine, properties, variables, host: `localhost:${server.port()}` })
  const outcome = await engine.run(prepared, facts)
  const common = { statementText: statement.text, warnings: [] }
  if ('warning' in outcome) return { '@type': 'warning_entity', ...common, message: outcome.warning }
  return {
    '@type': 'currentStatus',
    ...common,
    commandId: outcome.commandId,
    commandStatus: outcome.status,
    commandSequenceNumber: outcome.sequence,
  }
}
