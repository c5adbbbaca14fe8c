import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import type { KsqlMessage } from '../../../shared/contract/ksql'
import type { HttpEndpoint } from '../../lib/http'
import { runStatements } from './run'

interface Asked {
  path: string
  ksql: string
  properties: Record<string, string>
  variables: Record<string, string> | undefined
}

let server: Server | undefined
const asked: Asked[] = []

afterEach(() => {
  asked.length = 0
  server?.closeAllConnections()
  server?.close()
})

type Answer = (what: Asked, response: ServerResponse) => void

/** A ksqlDB that gives the answers of the test. */
async function serve(answer: Answer): Promise<HttpEndpoint> {
  server = createServer((request, response) => {
    void bodyOf(request).then(body => {
      const what = {
        path: request.url ?? '',
        ksql: String(body.ksql ?? body.sql),
        properties: (body.streamsProperties ?? body.properties) as Record<string, string>,
        variables: body.sessionVariables as Record<string, string> | undefined,
      }
      asked.push(what)
      answer(what, response)
    })
  })
  await new Promise<void>(resolve => server!.listen(0, '127.0.0.1', resolve))
  return { title: 'ksqlDB', url: `http://127.0.0.1:${(server.address() as { port: number }).port}` }
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = ''
  for await (const piece of request) text += piece
  return JSON.parse(text) as Record<string, unknown>
}

async function run(endpoint: HttpEndpoint, text: string, options: { isReadOnly?: boolean } = {}) {
  const messages: KsqlMessage[] = []
  const { signal } = new AbortController()
  for await (const message of runStatements({
    endpoint,
    text,
    isReadOnly: options.isReadOnly ?? false,
    offsetReset: 'earliest',
    signal,
    now: () => 0,
  })) {
    messages.push(message)
  }
  return messages
}

/** Messages of the kinds of interest, without what is the same in all. */
const kinds = (messages: KsqlMessage[]) => messages.map(({ kind, index }) => `${kind} ${index}`)
const failureOf = (messages: KsqlMessage[]) => {
  const last = messages.at(-1)
  if (last?.kind !== 'failed') throw new Error(`the run ended with ${last?.kind}`)
  return last
}

const status = (statementText: string, message: string) => ({
  '@type': 'currentStatus',
  statementText,
  commandStatus: { status: 'SUCCESS', message },
})

const refuse = (response: ServerResponse, message: string, more: object = {}) =>
  response
    .writeHead(400, { 'content-type': 'application/json' })
    .end(JSON.stringify({ '@type': 'statement_error', error_code: 40001, message, ...more }))

describe('running statements', () => {
  it('sends neighbours together and places the answers by their statement', async () => {
    const endpoint = await serve(({ ksql }, response) => {
      const texts = ksql.split(';').map(text => `${text.trim()};`)
      response.end(JSON.stringify([status(texts[0]!, 'Stream created'), status(texts[2]!, 'Table created')]))
    })
    const messages = await run(endpoint, 'CREATE STREAM a;\n-- rows\nINSERT INTO a VALUES (1);\nCREATE TABLE b')
    expect(asked).toHaveLength(1)
    expect(asked[0]).toMatchObject({
      path: '/ksql',
      properties: { 'ksql.streams.auto.offset.reset': 'earliest' },
      variables: undefined,
    })
    expect(kinds(messages)).toEqual([0, 1, 2].flatMap(index => [`begun ${index}`, `text ${index}`, `ended ${index}`]))
    expect(messages.filter(message => message.kind === 'text').map(({ text }) => text)).toEqual([
      'Stream created',
      'Done.',
      'Table created',
    ])
  })

  it('keeps SET and DEFINE for the statements behind them, and sends neither', async () => {
    const endpoint = await serve((_, response) => response.end('[]'))
    await run(
      endpoint,
      "SET 'auto.offset.reset'='latest'; SET 'a.b' = 'it''s'; DEFINE x = 'y'; SHOW STREAMS; UNSET 'a.b'; UNDEFINE x; SHOW TABLES;",
    )
    expect(asked.map(({ ksql }) => ksql)).toEqual(['SHOW STREAMS;', 'SHOW TABLES;'])
    expect(asked[0]).toMatchObject({
      properties: { 'ksql.streams.auto.offset.reset': 'latest', 'a.b': "it's" },
      variables: { x: 'y' },
    })
    expect(asked[1]).toMatchObject({ properties: { 'ksql.streams.auto.offset.reset': 'latest' }, variables: undefined })
  })

  it('says where a SET is that it does not understand', async () => {
    const endpoint = await serve((_, response) => response.end('[]'))
    expect(failureOf(await run(endpoint, 'SHOW STREAMS;\nSET a = b;'))).toMatchObject({
      index: 1,
      place: { line: 2, column: 1 },
    })
  })

  it('marks the place that the server says, counted in the whole text, and says what was not run', async () => {
    const endpoint = await serve(({ ksql }, response) => {
      expect(ksql).toBe('SHOW STREAMS;         \n  SHOWW TABLES;')
      refuse(response, "line 2:3: Unknown statement 'SHOWW'", { statementText: 'SHOWW TABLES;' })
    })
    const messages = await run(endpoint, '-- all\n SHOW STREAMS; -- first\n  SHOWW TABLES;')
    expect(kinds(messages)).toEqual(['begun 0', 'text 0', 'ended 0', 'begun 1', 'failed 1'])
    expect(messages[1]).toMatchObject({ text: expect.stringContaining('Not run') as string })
    expect(failureOf(messages)).toMatchObject({
      place: { line: 3, column: 3 },
      problem: { code: 'statement-refused', message: "line 2:3: Unknown statement 'SHOWW'" },
    })
  })

  it('marks the statement when the server says no place, and keeps what was done before it', async () => {
    const endpoint = await serve((_, response) =>
      refuse(response, 'Source `B` does not exist.', {
        statementText: 'DROP STREAM b;',
        entities: [status('CREATE STREAM a;', 'Stream created')],
      }),
    )
    const messages = await run(endpoint, 'CREATE STREAM a;\n  DROP STREAM b;\nSHOW STREAMS;')
    expect(kinds(messages)).toEqual(['begun 0', 'text 0', 'ended 0', 'begun 1', 'failed 1'])
    expect(messages[1]).toMatchObject({ text: 'Stream created' })
    expect(failureOf(messages).place).toEqual({ line: 2, column: 3 })
  })

  it('does not go on behind a statement that failed', async () => {
    const endpoint = await serve((_, response) => refuse(response, 'no'))
    expect(kinds(await run(endpoint, 'SELECT * FROM a; SHOW STREAMS;'))).toEqual(['begun 0', 'failed 0'])
    expect(asked).toHaveLength(1)
  })

  it.each([
    ["SELECT 'a", 'not-closed'],
    ['-- nothing', 'no-statement'],
    ['SHOW STREAMS;'.repeat(201), 'too-many-statements'],
  ])('sends nothing of what cannot be run: %.20s', async (text, code) => {
    const endpoint = await serve((_, response) => response.end('[]'))
    expect(failureOf(await run(endpoint, text)).problem.code).toBe(code)
    expect(asked).toEqual([])
  })

  it('says that ksqlDB cannot be reached', async () => {
    const endpoint = await serve(() => undefined)
    await new Promise(resolve => server!.close(resolve))
    for (const text of ['SHOW STREAMS;', 'SELECT * FROM a;']) {
      expect(failureOf(await run(endpoint, text)).problem.code).toBe('service-unreachable')
    }
  })
})

describe('a read-only profile', () => {
  it.each([
    'DROP STREAM a;',
    'SHOW STREAMS; /* SELECT */ DROP STREAM a;',
    "SELECT ';' FROM a; INSERT INTO a VALUES (1);",
    "DEFINE x = '; DROP STREAM a;'; SELECT ${x} FROM b;",
    'TERMINATE ALL;',
  ])('sends nothing of %s', async text => {
    const endpoint = await serve((_, response) => response.end('[]'))
    expect(failureOf(await run(endpoint, text, { isReadOnly: true })).problem.code).toBe('read-only')
    expect(asked).toEqual([])
  })

  it('sends what only looks, without its comments', async () => {
    const endpoint = await serve(({ path }, response) =>
      response.end(path === '/ksql' ? '[]' : '[{"header":{"queryId":null,"schema":"`A` INTEGER"}}]'),
    )
    await run(endpoint, 'SHOW STREAMS /* DROP */;\nSELECT a -- DROP\n FROM b;', { isReadOnly: true })
    expect(asked.map(({ ksql }) => ksql)).toEqual(['SHOW STREAMS           ;', 'SELECT a        \n FROM b;'])
  })
})

describe('a query', () => {
  const header = '[{"header":{"queryId":"q","schema":"`ID` INTEGER KEY, `N` BIGINT"}}'
  const row = (n: number | string) => `,\n{"row":{"columns":[1,${n}]}}`

  it('tells header, rows and why it ended', async () => {
    const endpoint = await serve((_, response) =>
      response.end(
        `${header}${row('9007199254740993')},\n{"row":{"columns":[1,null],"tombstone":true}},\n{"finalMessage":"Limit Reached"}]\n`,
      ),
    )
    const messages = await run(endpoint, 'SELECT * FROM a EMIT CHANGES LIMIT 2;')
    expect(messages).toMatchObject([
      { kind: 'begun' },
      {
        kind: 'header',
        query: 'push',
        queryId: 'q',
        columns: [
          { name: 'ID', isKey: true },
          { name: 'N', type: 'BIGINT' },
        ],
      },
      {
        kind: 'rows',
        received: 2,
        skipped: 0,
        rows: [
          { cells: ['1', '9007199254740993'], isDeleted: false },
          { cells: ['1', 'null'], isDeleted: true },
        ],
      },
      { kind: 'ended', reason: 'Limit Reached' },
    ])
  })

  it('is a pull query without EMIT, wherever else the word stands', async () => {
    const endpoint = await serve((_, response) => response.end(`${header}]`))
    const [, told] = await run(endpoint, "SELECT 'EMIT' FROM `EMIT` -- EMIT\n;")
    expect(told).toMatchObject({ kind: 'header', query: 'pull' })
  })

  it('keeps the newest rows of those that come faster than they are told, and counts the others', async () => {
    const endpoint = await serve((_, response) =>
      response.end(`${header}${Array.from({ length: 12_000 }, (_, n) => row(n)).join('')}]`),
    )
    const batches = (await run(endpoint, 'SELECT * FROM a;')).filter(message => message.kind === 'rows')
    const last = batches.at(-1)!
    expect(last.received).toBe(12_000)
    expect(batches.every(({ rows }) => rows.length <= 1_000)).toBe(true)
    expect(batches.reduce((sum, { rows }) => sum + rows.length, 0) + last.skipped).toBe(12_000)
    expect(last.rows.at(-1)).toMatchObject({ cells: ['1', '11999'] })
  })

  it('fails with what the server says midway, and keeps the rows before', async () => {
    const endpoint = await serve((_, response) =>
      response.end(`${header}${row(1)},\n{"errorMessage":{"error_code":50000,"message":"the broker is gone"}}]`),
    )
    const messages = await run(endpoint, 'SELECT * FROM a EMIT CHANGES;')
    expect(kinds(messages)).toEqual(['begun 0', 'header 0', 'rows 0', 'failed 0'])
    expect(failureOf(messages).problem.message).toBe('the broker is gone')
  })

  it('marks the place of a mistake in the whole text', async () => {
    const endpoint = await serve(({ path }, response) => {
      if (path === '/ksql') response.end('[]')
      else refuse(response, "line 1:10: mismatched input 'FRM'")
    })
    const failure = failureOf(await run(endpoint, 'SHOW STREAMS;\n  SELECT * FRM a;'))
    expect([failure.index, failure.place]).toEqual([1, { line: 2, column: 12 }])
  })

  it('is asked at /query-stream where there is no /query', async () => {
    const endpoint = await serve(({ path }, response) => {
      if (path === '/query') response.writeHead(404).end()
      else response.end('{"queryId":"q","columnNames":["A"],"columnTypes":["INTEGER"]}\n[1]\n[2]\n')
    })
    const messages = await run(endpoint, 'SELECT * FROM a;')
    expect(asked.map(({ path, ksql }) => [path, ksql])).toEqual([
      ['/query', 'SELECT * FROM a;'],
      ['/query-stream', 'SELECT * FROM a;'],
    ])
    expect(messages.at(-2)).toMatchObject({ kind: 'rows', received: 2 })
  })

  it('has the columns of EXPLAIN where the server is KSQL 5.x, which tells none', async () => {
    const endpoint = await serve(({ path, ksql }, response) => {
      if (path === '/query')
        return response.end('\n{"row":{"columns":[1,"a"]},"errorMessage":null,"finalMessage":null}\n')
      const fields = ksql.includes('FROM a')
        ? [
            { name: 'ID', schema: { type: 'INTEGER' } },
            { name: 'T', schema: { type: 'STRING' } },
          ]
        : []
      response.end(JSON.stringify([{ '@type': 'queryDescription', queryDescription: { fields } }]))
    })
    const columns = async (text: string) => {
      const header = (await run(endpoint, text)).find(message => message.kind === 'header')
      return header?.columns.map(({ name, type }) => `${name} ${type}`.trim())
    }
    expect(await columns('SELECT * FROM a;')).toEqual(['ID INTEGER', 'T STRING'])
    expect(await columns('SELECT * FROM b;')).toEqual(['Column 1', 'Column 2'])
  })

  it('has the lines of PRINT', async () => {
    const endpoint = await serve((_, response) => response.end('Key format: KAFKA\nrowtime: 1, key: "a"\n\nlast'))
    const messages = await run(endpoint, "PRINT 'topic' LIMIT 1;")
    expect(messages[1]).toMatchObject({ kind: 'header', query: 'print' })
    expect(messages[2]).toMatchObject({
      rows: [{ cells: ['"Key format: KAFKA"'] }, { cells: ['"rowtime: 1, key: \\"a\\""'] }, { cells: ['"last"'] }],
    })
  })

  it('says what answers when that is not ksqlDB', async () => {
    const endpoint = await serve((_, response) => response.end('<html>hello</html>'))
    expect(failureOf(await run(endpoint, 'SELECT * FROM a;')).problem.message).toContain('<html>')
  })

  it('ends at the server when its reader has gone', async () => {
    let gone = false
    const endpoint = await serve((_, response) => {
      response.on('close', () => (gone = true))
      response.write(header + row(1))
    })
    const stop = new AbortController()
    const options = { endpoint, isReadOnly: false, offsetReset: 'latest' as const, signal: stop.signal, now: () => 0 }
    for await (const { kind } of runStatements({ ...options, text: 'SELECT * FROM a EMIT CHANGES;' })) {
      if (kind === 'rows') break
    }
    await expect.poll(() => gone).toBe(true)
    gone = false
    for await (const { kind } of runStatements({ ...options, text: 'SELECT * FROM a EMIT CHANGES; SHOW STREAMS;' })) {
      if (kind === 'rows') stop.abort(new Error('stopped'))
    }
    await expect.poll(() => gone).toBe(true)
    expect(asked.map(({ path }) => path)).not.toContain('/ksql')
  })
})
