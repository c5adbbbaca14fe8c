import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { eventually, startConnectStack, type ConnectStack } from '../../../../tests/support/connect'

let stack: ConnectStack

beforeAll(async () => {
  stack = await startConnectStack()
})
// Connectors that go on polling would only slow the others down.
afterEach(async () => {
  const { body: names } = await stack.call('GET', '/connectors')
  for (const name of names as string[]) await stack.call('DELETE', `/connectors/${name}`)
})
afterAll(() => stack?.stop())

describe('what is read', () => {
  it('comes once, also when the worker stops in between', async () => {
    await stack.sql(
      "CREATE TABLE visits (id SERIAL PRIMARY KEY, who TEXT); INSERT INTO visits (who) VALUES (NULL), ('b')",
    )
    await stack.create('once', {
      'table.whitelist': 'visits',
      'incrementing.column.name': undefined,
      'batch.max.rows': 1,
    })
    await stack.records('once.visits', 2)
    await stack.restartWorker(() => stack.sql("INSERT INTO visits (who) VALUES ('c')"))
    await stack.records('once.visits', 3)
    await stack.sql("INSERT INTO visits (who) VALUES ('d')")
    expect(await stack.values('once.visits', 4)).toEqual([
      { id: 1, who: null },
      { id: 2, who: 'b' },
      { id: 3, who: 'c' },
      { id: 4, who: 'd' },
    ])
  })

  it('goes on when the database comes back', async () => {
    await stack.sql('CREATE TABLE returns (id INT PRIMARY KEY); INSERT INTO returns VALUES (1)')
    await stack.create('back', { 'table.whitelist': 'public.returns', 'incrementing.column.name': 'ID' })
    await stack.records('back.returns', 1)
    await stack.restartDatabase()
    await stack.sql('INSERT INTO returns VALUES (2)')
    expect(await stack.values('back.returns', 2)).toEqual([{ id: 1 }, { id: 2 }])
    await stack.taskState('back', 'RUNNING')
  })

  it('goes on when Kafka comes back', async () => {
    await stack.sql('CREATE TABLE waits (id INT PRIMARY KEY); INSERT INTO waits VALUES (1)')
    await stack.create('kafka', { 'table.whitelist': 'waits', 'incrementing.column.name': 'id' })
    await stack.records('kafka.waits', 1)
    await stack.restartBroker(() => stack.sql('INSERT INTO waits VALUES (2)'))
    const ids = (await stack.values('kafka.waits', 2)).map(row => row.id)
    expect([...new Set(ids)]).toEqual([1, 2])
    await stack.taskState('kafka', 'RUNNING')
  })

  it('has a key that transforms make, and framed values with schemas in the registry', async () => {
    await stack.create('keyed', {
      'value.converter': 'io.confluent.connect.json.JsonSchemaConverter',
      'value.converter.schema.registry.url': 'http://schema-registry:8081',
      transforms: 'createKey, extractInt',
      'transforms.createKey.type': 'org.apache.kafka.connect.transforms.ValueToKey',
      'transforms.createKey.fields': 'stop_id',
      'transforms.extractInt.type': 'org.apache.kafka.connect.transforms.ExtractField$Key',
      'transforms.extractInt.field': 'stop_id',
    })
    const [first] = await stack.records('keyed.stations', 230)
    expect(first!.key!.toString()).toBe('30001')
    expect(first!.value![0]).toBe(0)
    expect(JSON.parse(first!.value!.subarray(5).toString()).stop_id).toBe(30001)
    const schema = await fetch(`${stack.registry.endpoint}/schemas/ids/${first!.value!.readInt32BE(1)}`)
    expect(await schema.json()).toMatchObject({ schemaType: 'JSON' })
  })

  it('is all rows each time in bulk mode, without offsets', async () => {
    await stack.sql('CREATE TABLE few (id INT); INSERT INTO few VALUES (1), (2)')
    await stack.create('bulk', { mode: 'bulk', 'table.whitelist': 'few', 'poll.interval.ms': '20' })
    const found = await stack.values('bulk.few', 4)
    expect(found.slice(0, 4)).toEqual([{ id: 1 }, { id: 2 }, { id: 1 }, { id: 2 }])
    expect((await stack.call('GET', '/connectors/bulk/offsets')).body).toEqual({ offsets: [] })
  })

  it('is what changed, in both timestamp modes, also among rows of one time that a batch cuts apart', async () => {
    await stack.sql(`CREATE TABLE changes (id INT PRIMARY KEY, at TIMESTAMP NOT NULL);
      INSERT INTO changes VALUES (1, '2024-01-01 00:00:00.000001'), (2, '2024-01-01 00:00:01'), (3, '2024-01-01 00:00:01'), (4, '2024-01-01 00:00:01')`)
    const more = {
      'table.whitelist': 'changes',
      'timestamp.column.name': 'at',
      'incrementing.column.name': 'id',
      'batch.max.rows': 2,
    }
    await stack.create('time', { ...more, mode: 'timestamp' })
    await stack.create('both', { ...more, mode: 'timestamp+incrementing' })
    for (const name of ['time', 'both']) {
      expect((await stack.values(`${name}.changes`, 4)).map(row => row.id)).toEqual([1, 2, 3, 4])
    }
    await stack.sql(`UPDATE changes SET at = '2024-01-02' WHERE id = 2`)
    for (const name of ['time', 'both']) {
      expect((await stack.values(`${name}.changes`, 5)).map(row => row.id)).toEqual([1, 2, 3, 4, 2])
    }
    await eventually('offsets', async () => {
      const { body } = await stack.call('GET', '/connectors/both/offsets')
      return body.offsets[0]?.offset.incrementing === 2
    })
    expect((await stack.call('GET', '/connectors/both/offsets')).body.offsets[0].offset).toEqual({
      timestamp: Date.UTC(2024, 0, 2),
      timestamp_nanos: 0,
      incrementing: 2,
    })
  })

  it('may be a query, whose topic is the prefix alone', async () => {
    await stack.create('query', {
      'table.whitelist': undefined,
      query: 'SELECT stop_id, station_id + 1 AS next FROM stations',
      'topic.prefix': 'asked',
    })
    const found = await stack.values('asked', 230)
    expect(found[0]).toEqual({ stop_id: 30001, next: 40011 })
    await eventually(
      'the offset',
      async () => (await stack.call('GET', '/connectors/query/offsets')).body.offsets.length > 0,
    )
    const { body } = await stack.call('GET', '/connectors/query/offsets')
    expect(body.offsets).toEqual([{ partition: { query: 'query' }, offset: { incrementing: 30384 } }])
  })

  it('has every type, and leaves out what Connect does not have', async () => {
    await stack.sql(`CREATE TYPE mood AS ENUM ('calm');
      CREATE TABLE types (id BIGINT PRIMARY KEY, m mood, n NUMERIC(6,2), d DATE, t TIMESTAMPTZ, b BYTEA, a INT[], j JSONB, r REAL);
      INSERT INTO types VALUES (9007199254740993, 'calm', 12.5, '2024-01-01', '2024-01-01 01:00+01', '\\x01', '{1}', '{"a": 1}', 0.1)`)
    await stack.create('types', {
      'table.whitelist': 'types',
      'incrementing.column.name': 'id',
      'numeric.mapping': 'best_fit',
    })
    const [record] = await stack.records('types.types', 1)
    expect(record!.value!.toString()).toBe(
      '{"id":9007199254740993,"m":"calm","n":12.5,"d":19723,"t":1704067200000,"b":"AQ==","j":"{\\"a\\": 1}","r":0.1}',
    )
    await eventually(
      'the offset',
      async () => (await stack.call('GET', '/connectors/types/offsets')).body.offsets.length > 0,
    )
    const offsets = await fetch(`${stack.connect.endpoint}/connectors/types/offsets`)
    expect(await offsets.text()).toContain('"incrementing":9007199254740993}')
  })

  it('includes tables that are made later', async () => {
    await stack.create('later', {
      'table.whitelist': 'early,late',
      'incrementing.column.name': 'id',
      'table.poll.interval.ms': 50,
      'tasks.max': 2,
    })
    await stack.taskState('later', 'FAILED')
    await stack.sql('CREATE TABLE early (id INT PRIMARY KEY); INSERT INTO early VALUES (1)')
    expect(await stack.values('later.early', 1)).toEqual([{ id: 1 }])
    await stack.sql('CREATE TABLE late (id INT PRIMARY KEY); INSERT INTO late VALUES (2)')
    expect(await stack.values('later.late', 1)).toEqual([{ id: 2 }])
    expect((await stack.call('GET', '/connectors/later')).body.tasks).toHaveLength(2)
  })
})

describe('a connector that cannot work', () => {
  const invalid = 'Connector configuration is invalid and contains the following'

  it.each<[string, Record<string, unknown>, string]>([
    [
      'an unknown class',
      { 'connector.class': 'Foo' },
      'Failed to find any class that implements Connector and which name matches Foo',
    ],
    ['no class', { 'connector.class': undefined }, 'contains no connector type'],
    [
      'another name',
      { name: 'other' },
      "Connector name configuration (other) doesn't match connector name in the URL (bad)",
    ],
    ['an unknown mode', { mode: 'sometimes' }, 'Invalid value sometimes for configuration mode'],
    ['no mode', { mode: undefined }, 'Query mode must be specified'],
    ['no URL', { 'connection.url': undefined }, 'Missing required configuration "connection.url"'],
    ['another database', { 'connection.url': 'jdbc:mysql://h/d' }, 'No suitable driver found for jdbc:mysql'],
    [
      'a wrong password',
      { 'connection.password': 'detroit' },
      'Could not connect to database. password authentication failed',
    ],
    ['no database there', { 'connection.url': 'jdbc:postgresql://127.0.0.1:1/cta' }, 'Could not connect to database.'],
    ['both lists', { 'table.blacklist': 'x' }, 'exclude each other'],
    ['a query and a list', { query: 'SELECT 1' }, "Do not specify table filtering configs with 'query'"],
    ['a query that writes', { query: 'DELETE FROM stations', 'table.whitelist': undefined }, 'Only SELECT statements'],
    [
      'no number',
      { 'batch.max.rows': 'many' },
      'Invalid value many for configuration batch.max.rows: Not a number of type INT',
    ],
    ['an unknown converter', { 'value.converter': 'a.B' }, 'Class a.B could not be found.'],
    ['no registry', { 'value.converter': 'io.confluent.connect.avro.AvroConverter' }, '"schema.registry.url"'],
    ['an unknown transform', { transforms: 'a', 'transforms.a.type': 'a.B' }, 'Class a.B could not be found.'],
    ['what we do not do', { 'table.include.list': 'a.*' }, 'use table.whitelist'],
  ])('is refused with 400: %s', async (_what, more, message) => {
    const { status, body } = await stack.create('bad', more)
    expect({ status, code: body.error_code }).toEqual({ status: 400, code: 400 })
    expect(body.message).toContain(message)
    expect(body.message).not.toContain('detroit')
    expect((await stack.call('GET', '/connectors/bad')).status).toBe(404)
  })

  it('is told all of its errors at once', async () => {
    const { body } = await stack.create('bad', { 'batch.max.rows': 'x', mode: undefined })
    expect(body.message).toContain(`${invalid} 2 error(s):\n`)
    expect(body.message).toMatch(/`\/connector-plugins\/\{connectorType\}\/config\/validate`$/)
  })

  it.each<[string, Record<string, unknown>, string]>([
    ['no such table', { 'table.whitelist': 'nowhere' }, 'was not assigned a table nor a query'],
    [
      'no timestamp column',
      { mode: 'timestamp', 'timestamp.column.name': 'updated' },
      'Timestamp column: updated does not exist',
    ],
    ['no incrementing column', { 'incrementing.column.name': 'nope' }, 'Incrementing column: nope does not exist'],
    ['a column that may be null', { 'incrementing.column.name': 'order' }, 'because this column is nullable'],
    [
      'a field that is not there',
      {
        transforms: 'k',
        'transforms.k.type': 'org.apache.kafka.connect.transforms.ValueToKey',
        'transforms.k.fields': 'nope',
      },
      'Field does not exist: nope',
    ],
  ])('is made, and its task fails: %s', async (_what, more, message) => {
    expect((await stack.create('failing', more)).status).toBe(201)
    const status = await stack.taskState('failing', 'FAILED')
    expect(status.connector.state).toBe('RUNNING')
    expect(status.tasks[0].trace).toContain('org.apache.kafka.connect.errors.')
    expect(status.tasks[0].trace).toContain(message)
    expect((await stack.call('DELETE', '/connectors/failing')).status).toBe(204)
    expect((await stack.call('GET', '/connectors/failing/status')).status).toBe(404)
  })
})
