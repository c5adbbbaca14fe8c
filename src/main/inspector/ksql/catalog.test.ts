import { createServer, type Server } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import type { HttpEndpoint } from '../../lib/http'
import { factsOf, quote, readWords } from './catalog'
import { createKsql } from './index'

let server: Server | undefined
const asked: string[] = []

afterEach(() => {
  asked.length = 0
  server?.closeAllConnections()
  server?.close()
})

/** A ksqlDB that gives one entity for each statement of a request, or refuses all of it. */
async function serve(entityOf: (statement: string) => object | null): Promise<HttpEndpoint> {
  server = createServer((request, response) => {
    if (request.url === '/info') {
      return response.end(JSON.stringify({ KsqlServerInfo: { version: '5.3.0', ksqlServiceId: 'default_' } }))
    }
    let body = ''
    request.on('data', piece => (body += piece))
    request.on('end', () => {
      const { ksql } = JSON.parse(body) as { ksql: string }
      asked.push(ksql)
      const statements = ksql.split(';').map(text => text.trim())
      const entities = statements.filter(text => text !== '').map(entityOf)
      if (entities.includes(null)) {
        response.writeHead(400).end(JSON.stringify({ error_code: 40001, message: 'line 1:1: no' }))
      } else response.end(JSON.stringify(entities))
    })
  })
  await new Promise<void>(resolve => server!.listen(0, '127.0.0.1', resolve))
  return { title: 'ksqlDB', url: `http://127.0.0.1:${(server.address() as { port: number }).port}` }
}

const ksqlOf = (endpoint: HttpEndpoint | null, isReadOnly = false) => createKsql({ endpoint, isReadOnly, now: () => 0 })

describe('what ksqlDB has', () => {
  it('is had of KSQL 5.x, too, which says less and spells it otherwise', async () => {
    const endpoint = await serve(statement => {
      if (statement === 'SHOW STREAMS') return { streams: [{ name: 'A', topic: 'a', format: 'AVRO' }] }
      if (statement === 'SHOW TABLES') return { tables: [{ name: 'B', topic: 'b', format: 'JSON', isWindowed: true }] }
      return { queries: [{ id: { id: 'CTAS_B_1' }, queryString: 'CREATE …', sinks: ['B'] }] }
    })
    expect(await ksqlOf(endpoint).overview()).toEqual({
      server: { version: '5.3.0', serviceId: 'default_', status: 'RUNNING' },
      isReadOnly: false,
      sources: [
        { kind: 'stream', name: 'A', topic: 'a', keyFormat: null, valueFormat: 'AVRO', isWindowed: false },
        { kind: 'table', name: 'B', topic: 'b', keyFormat: null, valueFormat: 'JSON', isWindowed: true },
      ],
      queries: [
        { id: 'CTAS_B_1', statement: 'CREATE …', sinks: ['B'], sinkTopics: [], type: 'PERSISTENT', state: 'RUNNING' },
      ],
    })
  })

  it('is described in the words of either version', async () => {
    const sourceDescription = {
      name: 'odd name',
      type: 'STREAM',
      topic: 'a',
      format: 'JSON',
      schema: [{ name: 'X', schema: { type: 'BIGINT' } }],
      statistics: 'messages-per-sec:      0.50   total-messages:        12     last-message: 2026-01-01T00:00:00Z',
    }
    const endpoint = await serve(statement =>
      statement.startsWith('DESCRIBE EXTENDED') ? { sourceDescription } : null,
    )
    const detail = await ksqlOf(endpoint).source('odd name')
    expect(asked).toEqual(['DESCRIBE `odd name` EXTENDED;', 'DESCRIBE EXTENDED `odd name`;'])
    expect(detail).toMatchObject({
      kind: 'stream',
      valueFormat: 'JSON',
      columns: [{ name: 'X', type: 'BIGINT', isKey: false }],
      statistics: [
        { name: 'messages per sec', value: '0.50' },
        { name: 'total messages', value: '12' },
        { name: 'last message', value: '2026-01-01T00:00:00Z' },
      ],
    })
  })

  it('is refused in the words of the server', async () => {
    const endpoint = await serve(() => null)
    await expect(ksqlOf(endpoint).source('A')).rejects.toMatchObject({ problem: { code: 'statement-refused' } })
  })

  it('gives names without columns where a server does not describe all at once', async () => {
    const endpoint = await serve(statement => {
      if (statement.endsWith('EXTENDED')) return null
      if (statement === 'SHOW STREAMS') return { streams: [{ name: 'A', topic: 'a' }] }
      return statement === 'SHOW TABLES' ? { tables: [] } : { functions: [{ name: 'ABS' }] }
    })
    expect(await readWords(endpoint)).toEqual({
      sources: [{ kind: 'stream', name: 'A', columns: [] }],
      functions: ['ABS'],
    })
  })
})

describe('terminating a query', () => {
  it('says what the server says', async () => {
    const endpoint = await serve(() => ({ commandStatus: { status: 'TERMINATED', message: 'Query terminated.' } }))
    expect(await ksqlOf(endpoint).terminate('CTAS_B_1')).toEqual({ message: 'Query terminated.' })
    expect(asked).toEqual(['TERMINATE CTAS_B_1;'])
  })

  it('is not sent on a read-only profile', async () => {
    const endpoint = await serve(() => ({}))
    await expect(ksqlOf(endpoint, true).terminate('X')).rejects.toMatchObject({ problem: { code: 'read-only' } })
    expect(asked).toEqual([])
  })
})

describe('a profile without ksqlDB', () => {
  it('says so, whatever is asked', async () => {
    const ksql = ksqlOf(null)
    const absent = { problem: { code: 'ksql-absent' } }
    await expect(ksql.overview()).rejects.toMatchObject(absent)
    await expect(ksql.source('A')).rejects.toMatchObject(absent)
    await expect(ksql.terminate('A')).rejects.toMatchObject(absent)
    const running = ksql.run({ text: 'SHOW STREAMS;', offsetReset: 'latest' }, new AbortController().signal)
    await expect(running.next()).rejects.toMatchObject(absent)
  })
})

describe('texts', () => {
  it('of statistics are facts', () => {
    expect(factsOf('')).toEqual([])
    expect(factsOf(null)).toEqual([])
    expect(factsOf('total-messages: 12')).toEqual([{ name: 'total messages', value: '12' }])
  })

  it('of names are quoted when they need it', () => {
    expect(['A_1', 'a', 'A`b'].map(quote)).toEqual(['A_1', '`a`', '`A``b`'])
  })
})
