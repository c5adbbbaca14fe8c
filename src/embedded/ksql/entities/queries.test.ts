import { describe, expect, it } from 'vitest'
import { emptyCatalog } from '../plan/catalog'
import { applyCommand } from '../plan/command'
import { factsFrom } from '../plan/facts'
import { planStatement } from '../plan/statements'
import type { Engine } from '../run/engine'
import { parseStatements } from '../syntax/parse'
import type { EntityContext } from './context'
import { listQueries } from './queries'

function contextWith(runner: object): EntityContext {
  const { statements } = parseStatements(
    "CREATE STREAM s (k STRING KEY, n INT) WITH (KAFKA_TOPIC='t', VALUE_FORMAT='JSON'); CREATE STREAM out AS SELECT * FROM s;",
  )
  let catalog = emptyCatalog
  const facts = factsFrom({ topics: { t: { partitions: 1, replicas: 1 } }, schemas: {} })
  for (const [number, statement] of statements.entries()) {
    const planned = planStatement(statement, { catalog, facts, properties: {}, number, startOffsets: null })
    if ('command' in planned) catalog = applyCommand(catalog, planned.command)
  }
  const engine = { catalog: () => catalog, runner: () => runner } as unknown as Engine
  return { engine, properties: {}, variables: new Map(), host: 'localhost:28088' }
}

describe('the description of a query', () => {
  it('says when the query failed, and where', () => {
    const runner = { state: 'ERROR', error: { message: 'the broker is gone', at: 1_764_028_800_000 } }
    expect(listQueries(true, contextWith(runner))).toMatchObject({
      queryDescriptions: [
        {
          id: 'CSAS_OUT_1',
          state: 'ERROR',
          ksqlHostQueryStatus: { 'localhost:28088': 'ERROR' },
          queryErrors: [{ timestamp: 1_764_028_800_000, errorMessage: 'the broker is gone', type: 'UNKNOWN' }],
        },
      ],
    })
  })

  it('has no errors while all is well', () =>
    expect(listQueries(true, contextWith({ state: 'RUNNING', error: null }))).toMatchObject({
      queryDescriptions: [{ state: 'RUNNING', queryErrors: [] }],
    }))
})
