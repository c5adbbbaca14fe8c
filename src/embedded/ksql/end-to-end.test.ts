import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Kafka } from 'kafkajs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodeFramed, parseAvro } from '../formats/avro'
import { startKafka } from '../kafka'
import { javaProducer, kafkaClient } from '../lib/kafka-client'
import { silentLog } from '../lib/log'
import type { RunningService } from '../lib/service'
import { startRegistry } from '../registry'
import { startKsql } from './index'
import { readToEnd } from './run/consume'
import { schemaClient } from './run/formats/schema-client'

const log = silentLog()
const dataDir = mkdtempSync(join(tmpdir(), 'ksql-'))
let broker: RunningService
let registry: RunningService
let ksql: RunningService
let kafka: Kafka
let schemaId = 0

const schemaText = JSON.stringify({
  type: 'record',
  name: 'entry',
  fields: [
    { name: 'station_id', type: 'int' },
    { name: 'station_name', type: 'string' },
    { name: 'line', type: 'string' },
  ],
})
const schema = parseAvro(schemaText)

const startOurs = () =>
  startKsql({ port: 0, log, kafka: broker.endpoint, registry: registry.endpoint, dataDir: join(dataDir, 'ksql') })

beforeAll(async () => {
  broker = await startKafka({ port: 0, log, dataDir: join(dataDir, 'kafka') })
  registry = await startRegistry({ port: 0, log, kafka: broker.endpoint })
  kafka = kafkaClient({ clientId: 'test', brokers: broker.endpoint, log })
  schemaId = await schemaClient(registry.endpoint).register('entries-value', schemaText)
  ksql = await startOurs()
}, 60_000)

afterAll(async () => {
  await ksql?.stop()
  await registry?.stop()
  await broker?.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

describe('KSQL 5.x', () => {
  it('counts a table, with the grouped columns in the value and every change a record', async () => {
    await produce(
      'old',
      ['a', 'b', 'a', 'c'].map((key, index) => ({ key, station: index < 2 ? 40010 : 40020 })),
    )
    const answer = await post('/ksql', {
      ksql: `CREATE TABLE turnstile (station_id INT, station_name VARCHAR, line VARCHAR)
               WITH (KAFKA_TOPIC='old', VALUE_FORMAT='AVRO', KEY='station_id');
             CREATE TABLE turnstile_summary WITH (VALUE_FORMAT='JSON') AS
               SELECT station_id, COUNT(station_id) AS count FROM turnstile GROUP BY station_id;`,
      streamsProperties: { 'ksql.streams.auto.offset.reset': 'earliest' },
    })
    expect(answer.status, answer.text).toBe(200)
    expect(await topics()).toContain('TURNSTILE_SUMMARY')
    // Key a leaves 40010 for 40020, so its old group falls back to one.
    await eventually('TURNSTILE_SUMMARY', [
      '40010 {"STATION_ID":40010,"COUNT":1}',
      '40010 {"STATION_ID":40010,"COUNT":2}',
      '40010 {"STATION_ID":40010,"COUNT":1}',
      '40020 {"STATION_ID":40020,"COUNT":1}',
      '40020 {"STATION_ID":40020,"COUNT":2}',
    ])
  })

  it('joins several grouped columns in the key, and answers SELECT without EMIT line by line', async () => {
    await run(`CREATE STREAM lines (STATION_ID INTEGER, LINE VARCHAR) WITH (KAFKA_TOPIC='old', value_format='avro', key='STATION_ID');
      CREATE TABLE per_line WITH (KAFKA_TOPIC='per.line', VALUE_FORMAT='json') AS
        SELECT STATION_ID, LINE, COUNT() FROM lines GROUP BY STATION_ID, LINE;`)
    await eventually('per.line', [
      '40010|+|blue {"STATION_ID":40010,"LINE":"blue","KSQL_COL_2":1}',
      '40010|+|blue {"STATION_ID":40010,"LINE":"blue","KSQL_COL_2":2}',
      '40020|+|blue {"STATION_ID":40020,"LINE":"blue","KSQL_COL_2":1}',
      '40020|+|blue {"STATION_ID":40020,"LINE":"blue","KSQL_COL_2":2}',
    ])
    const rows = await post('/query', { ksql: 'SELECT ROWKEY, STATION_ID FROM lines LIMIT 2;', ...earliest })
    expect(rows.text.trim().split('\n')).toEqual([
      '{"row":{"columns":["a",40010]},"errorMessage":null,"finalMessage":null}',
      '{"row":{"columns":["b",40010]},"errorMessage":null,"finalMessage":null}',
      '{"row":null,"errorMessage":null,"finalMessage":"Limit Reached"}',
    ])
  })
})

describe('ksqlDB', () => {
  it('puts grouped columns into the key only, and goes on counting after a restart', async () => {
    await produce('new', [{ key: 'x', station: 1 }])
    await run(`CREATE STREAM entries (station_id BIGINT, station_name VARCHAR, line VARCHAR) WITH (KAFKA_TOPIC='new', FORMAT='AVRO');
      CREATE TABLE sums WITH (VALUE_FORMAT='JSON', KEY_FORMAT='JSON') AS
        SELECT station_id, line, COUNT(*) AS count FROM entries GROUP BY station_id, line;`)
    await eventually('SUMS', ['{"STATION_ID":1,"LINE":"blue"} {"COUNT":1}'])
    await ksql.stop()
    await produce('new', [{ key: 'x', station: 1 }])
    ksql = await startOurs()
    await eventually('SUMS', [
      '{"STATION_ID":1,"LINE":"blue"} {"COUNT":1}',
      '{"STATION_ID":1,"LINE":"blue"} {"COUNT":2}',
    ])
    const pulled = await post('/query', { ksql: 'SELECT * FROM sums WHERE station_id = 1;' })
    expect(JSON.parse(pulled.text)).toMatchObject([
      { header: { schema: '`STATION_ID` BIGINT KEY, `LINE` STRING KEY, `COUNT` BIGINT' } },
      { row: { columns: [1, 'blue', 2] } },
    ])
    const streamsProperties = { 'ksql.query.pull.table.scan.enabled': false }
    const scan = await post('/query', { ksql: 'SELECT * FROM sums WHERE station_id = 1;', streamsProperties })
    expect([scan.status, scan.text]).toEqual([400, expect.stringContaining('must compare STATION_ID and LINE')])
    const found = await post('/query', {
      ksql: "SELECT count FROM sums WHERE station_id = 1 AND line = 'blue';",
      streamsProperties,
    })
    expect(JSON.parse(found.text)).toMatchObject([{}, { row: { columns: [2] } }])
  })

  it('copies a key with AS_VALUE, filters streams and takes INSERT', async () => {
    await run(`CREATE STREAM numbers (id INT KEY, name VARCHAR, amount DOUBLE) WITH (KAFKA_TOPIC='numbers', VALUE_FORMAT='JSON', PARTITIONS=1);
      CREATE STREAM large AS SELECT id, AS_VALUE(id) AS copy, UCASE(name) AS name, amount * 2 AS twice FROM numbers WHERE amount > 1 EMIT CHANGES;`)
    await run(
      "INSERT INTO numbers VALUES (1, 'one', 1.0); INSERT INTO numbers (id, name, amount) VALUES (2, 'two', 2.5);",
    )
    await eventually('LARGE', ['\u0000\u0000\u0000\u0002 {"COPY":2,"NAME":"TWO","TWICE":5.0}'])
  })

  it.each([
    ['SELECT * FROM nowhere;', 40002, 400],
    ["CREATE STREAM s (a INT) WITH (KAFKA_TOPIC='missing', VALUE_FORMAT='JSON');", 40001, 400],
    ['CREATE STREAM;', 40001, 400],
    ['CREATE TABLE j AS SELECT * FROM entries e JOIN numbers n ON e.station_id = n.id;', 40001, 400],
    ['DROP STREAM entries;', 40001, 400],
    ['TERMINATE nothing;', 40001, 400],
  ])('refuses %s', async (ksql, code, status) => {
    const answer = await post('/ksql', { ksql })
    expect(
      { status: answer.status, code: (JSON.parse(answer.text) as { error_code: number }).error_code },
      answer.text,
    ).toEqual({ status, code })
  })

  it('tells who consumes a topic, and how far', async () => {
    const listed = JSON.parse((await post('/ksql', { ksql: 'SHOW TOPICS EXTENDED;' })).text) as [{ topics: object[] }]
    // CSAS_LARGE_n is the only reader of its topic; nobody reads the sink.
    expect(listed[0].topics).toContainEqual({
      name: 'numbers',
      replicaInfo: [1],
      consumerCount: 1,
      consumerGroupCount: 1,
    })
    expect(listed[0].topics).toContainEqual({
      name: 'LARGE',
      replicaInfo: [1],
      consumerCount: 0,
      consumerGroupCount: 0,
    })
    const described = JSON.parse((await post('/ksql', { ksql: 'DESCRIBE large EXTENDED;' })).text) as unknown
    expect(described).toMatchObject([
      {
        sourceDescription: {
          queryOffsetSummaries: [
            {
              topicSummaries: [
                { kafkaTopic: 'numbers', offsets: [{ partition: 0, logStartOffset: 0, logEndOffset: 2 }] },
              ],
            },
          ],
        },
      },
    ])
  })

  it('drops a table with its query and its topics', async () => {
    await run('DROP TABLE sums DELETE TOPIC;')
    expect((await topics()).filter(topic => /SUMS/.test(topic))).toEqual([])
    expect((await post('/ksql', { ksql: 'SHOW QUERIES;' })).text).not.toContain('SUMS')
  })
})

const earliest = { streamsProperties: { 'ksql.streams.auto.offset.reset': 'earliest' } }

async function run(ksql: string): Promise<void> {
  const answer = await post('/ksql', { ksql, ...earliest })
  expect(answer.status, answer.text).toBe(200)
}

async function produce(topic: string, records: { key: string; station: number }[]): Promise<void> {
  const admin = kafka.admin()
  await admin.connect()
  await admin.createTopics({ topics: [{ topic, numPartitions: 1 }] })
  await admin.disconnect()
  const producer = javaProducer(kafka)
  await producer.connect()
  const messages = records.map(({ key, station }) => ({
    key,
    value: encodeFramed(schemaId, schema, { station_id: station, station_name: 'Somewhere', line: 'blue' }),
  }))
  await producer.send({ topic, messages })
  await producer.disconnect()
}

async function topics(): Promise<string[]> {
  const admin = kafka.admin()
  await admin.connect()
  const names = await admin.listTopics()
  await admin.disconnect()
  return names
}

/** Waits until the topic holds these records, each as key, space and value. */
async function eventually(topic: string, wanted: string[]): Promise<void> {
  let found: string[] = []
  for (let attempt = 0; attempt < 50; attempt++) {
    found = []
    await readToEnd({
      kafka,
      topic,
      groupPrefix: 'test',
      signal: new AbortController().signal,
      log,
      async take({ messages }) {
        for (const { key, value } of messages) found.push(`${key?.toString()} ${value?.toString()}`)
      },
    })
    if (found.length >= wanted.length) break
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  expect(found).toEqual(wanted)
}

function post(path: string, body: object): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      new URL(path, ksql.endpoint),
      { method: 'POST', headers: { 'content-type': 'application/vnd.ksql.v1+json' } },
      incoming => {
        let text = ''
        incoming.setEncoding('utf8').on('data', (more: string) => (text += more))
        incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, text }))
      },
    )
    outgoing.on('error', reject)
    outgoing.end(JSON.stringify(body))
  })
}
