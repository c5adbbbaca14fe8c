import { createServer, type Server } from 'node:http'
import type { Admin } from 'kafkajs'
import { afterEach, describe, expect, it } from 'vitest'
import { stationsTableTopic, stationsTopic, turnstileSummaryTopic } from '../../../shared/city/names'
import { projectFile } from '../../lib/files'
import type { HttpEndpoint } from '../../lib/http'
import { silentLog } from '../../lib/log'
import { readSchemas } from '../../lib/schemas'
import type { StepContext } from '../step'
import { connector } from './connector'
import { ksql } from './ksql'
import { schemas } from './schemas'
import { topics } from './topics'
import { transformer } from './transformer'

let server: Server | undefined
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

type Answer = [status: number, body?: unknown]

/** A service that answers by `METHOD /path`, with what it was asked. */
async function service(answer: (asked: string, body: unknown) => Answer) {
  const asked: string[] = []
  server = createServer((request, response) => {
    let text = ''
    request.on('data', piece => (text += piece))
    request.on('end', () => {
      const what = `${request.method} ${decodeURIComponent(request.url!)}`
      asked.push(what)
      const [status, body] = answer(what, text === '' ? undefined : JSON.parse(text))
      response.writeHead(status).end(JSON.stringify(body))
    })
  })
  await new Promise<void>(resolve => server!.listen(0, '127.0.0.1', resolve))
  const endpoint: HttpEndpoint = {
    title: 'Service',
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
  }
  return { endpoint, asked }
}

/** A cluster of topics with so many records in each. */
function cluster(records: Record<string, number>): Admin {
  const admin: Partial<Admin> = {
    listTopics: async () => Object.keys(records),
    createTopics: async ({ topics }) => {
      for (const { topic } of topics) records[topic] = 0
      return true
    },
    fetchTopicOffsets: async topic => [{ partition: 0, offset: '0', low: '0', high: String(records[topic]) }],
  }
  return admin as Admin
}

function contextOf(parts: Partial<StepContext>): StepContext {
  const unused: HttpEndpoint = { title: 'unused', url: 'http://127.0.0.1:1' }
  return {
    admin: cluster({}),
    registry: unused,
    connect: unused,
    ksql: null,
    postgres: { url: 'postgresql://u:p@127.0.0.1:5432/cta' },
    transformer: {
      isRunning: () => true,
      start: async () => undefined,
      hasReadAll: async () => true,
      rewind: async () => undefined,
    },
    arrivalTopics: ['org.chicago.cta.station.arrivals.howard'],
    schemas: readSchemas(),
    stationsSql: '',
    ksqlScript: projectFile('schemas/turnstile-summary.ksql'),
    applied: new Set(),
    log: silentLog(),
    signal: AbortSignal.timeout(10_000),
    ...parts,
  }
}

describe('the step Topics', () => {
  it('makes those that are missing, the table compacted', async () => {
    const records: Record<string, number> = { 'org.chicago.cta.weather.v1': 7 }
    const admin = cluster(records)
    const made: unknown[] = []
    const context = contextOf({
      admin: { ...admin, createTopics: options => (made.push(...options.topics), admin.createTopics(options)) },
    })
    expect(await topics.check(context)).toEqual({ state: 'missing', detail: '4 of 5 topics are missing' })
    await topics.apply(context)
    expect(await topics.check(context)).toEqual({ state: 'done', detail: '5 topics' })
    expect(made).toHaveLength(4)
    expect(made).toContainEqual({
      topic: stationsTableTopic,
      numPartitions: 1,
      configEntries: [{ name: 'cleanup.policy', value: 'compact' }],
    })
  })
})

describe('the step Schemas', () => {
  it('registers what a subject lacks, also where it has another schema', async () => {
    const own = readSchemas()
    const registered: Record<string, string[]> = { 'org.chicago.cta.weather.v1-value': ['"string"'] }
    const { endpoint, asked } = await service((what, body) => {
      if (what === 'GET /subjects') return [200, Object.keys(registered)]
      const subject = /subjects\/([^/]+)/.exec(what)![1]!
      const { schema } = body as { schema: string }
      if (what.endsWith('/versions')) {
        registered[subject] = [...(registered[subject] ?? []), schema]
        return [200, { id: 1 }]
      }
      return registered[subject]?.includes(schema) ? [200, { id: 1 }] : [404, { error_code: 40403 }]
    })
    const context = contextOf({ registry: endpoint })
    expect((await schemas.check(context)).detail).toBe('6 of 6 subjects lack their schema')
    await schemas.apply(context)
    expect(registered['org.chicago.cta.weather.v1-value']).toEqual(['"string"', own.weather.value])
    expect(await schemas.check(context)).toEqual({ state: 'done', detail: '6 subjects' })
    const writes = () => asked.filter(what => what.endsWith('/versions')).length
    const before = writes()
    await schemas.apply(context)
    expect(writes()).toBe(before)
  })

  it('shows what the registry has against a schema', async () => {
    const { endpoint } = await service(what =>
      what === 'GET /subjects' ? [200, []] : [409, { error_code: 409, message: 'incompatible with an earlier schema' }],
    )
    await expect(schemas.apply(contextOf({ registry: endpoint }))).rejects.toThrow(
      'incompatible with an earlier schema',
    )
  })
})

describe('the step Turnstile summary', () => {
  const tables = [{ name: turnstileSummaryTopic, topic: turnstileSummaryTopic }]
  const streams = [{ name: 'TURNSTILE', topic: 't' }]

  async function apply(objects: { streams: object[]; tables: object[] }, topicsThere: Record<string, number>) {
    const run: string[] = []
    const { endpoint } = await service((_what, body) => {
      const { ksql: text } = body as { ksql: string }
      if (text.startsWith('LIST')) return [200, [{ streams: objects.streams }, { tables: objects.tables }]]
      run.push(text.split(/\s+/).slice(0, 3).join(' '))
      return [200, []]
    })
    const context = contextOf({ ksql: endpoint, admin: cluster(topicsThere) })
    const found = await ksql.check(context)
    await ksql.apply(context)
    return { found, run }
  }

  it('is skipped where there is no ksqlDB', async () => {
    expect(await ksql.check(contextOf({}))).toMatchObject({
      state: 'skipped',
      detail: expect.stringContaining('app counts'),
    })
  })

  it('makes the stream and the table', async () => {
    const { found, run } = await apply({ streams: [], tables: [] }, {})
    expect(found.detail).toBe('ksqlDB lacks STREAM TURNSTILE and TABLE TURNSTILE_SUMMARY')
    expect(run).toEqual(['CREATE STREAM turnstile', 'CREATE TABLE TURNSTILE_SUMMARY'])
  })

  it('leaves what is there', async () => {
    const { found, run } = await apply({ streams, tables }, { t: 1, [turnstileSummaryTopic]: 1 })
    expect([found.state, run]).toEqual(['done', []])
  })

  it('makes the table anew when somebody has deleted its topic', async () => {
    const { run } = await apply({ streams, tables }, { t: 1 })
    expect(run).toEqual(['DROP TABLE TURNSTILE_SUMMARY;', 'CREATE TABLE TURNSTILE_SUMMARY'])
  })

  it('tells a stranger on the port', async () => {
    const { endpoint } = await service(() => [200, { hello: 'world' }])
    await expect(ksql.check(contextOf({ ksql: endpoint }))).rejects.toThrow(/is not Service/)
  })
})

describe('the step Source connector', () => {
  const jdbc = 'io.confluent.connect.jdbc.JdbcSourceConnector'
  const debezium = 'io.debezium.connector.postgresql.PostgresConnector'

  /** A Connect worker that puts 230 rows on the topic when a connector is made without stored offsets. */
  async function worker(plugins: string[], start: { config?: object; offsets?: boolean; trace?: string } = {}) {
    const records: Record<string, number> = { [stationsTopic]: 0 }
    let { config, offsets = false } = start
    let stopped = false
    const read = () => {
      if (offsets || start.trace) return
      records[stationsTopic] = 230
      offsets = true
    }
    const { endpoint, asked } = await service((what, body) => {
      switch (what) {
        case 'GET /connector-plugins':
          return [200, plugins.map(name => ({ class: name }))]
        case 'GET /connectors/stations/config':
          return config ? [200, config] : [404, { error_code: 404, message: 'Connector stations not found' }]
        case 'PUT /connectors/stations/config':
          config = body as object
          read()
          return [201, {}]
        case 'GET /connectors/stations/status': {
          const task = start.trace ? { state: 'FAILED', trace: start.trace } : { state: 'RUNNING' }
          return [200, { connector: { state: stopped ? 'STOPPED' : 'RUNNING' }, tasks: stopped ? [] : [task] }]
        }
        case 'GET /connectors/stations/offsets':
          return [200, { offsets: offsets ? [{}] : [] }]
        case 'DELETE /connectors/stations/offsets':
          offsets = false
          return [200, {}]
        case 'PUT /connectors/stations/stop':
          stopped = true
          return [204]
        case 'PUT /connectors/stations/resume':
          stopped = false
          read()
          return [202]
        default:
          return [204]
      }
    })
    return { context: contextOf({ connect: endpoint, admin: cluster(records) }), asked, config: () => config, records }
  }

  it.each([
    [[debezium, jdbc], jdbc],
    [[debezium], debezium],
  ])('of the plugins %j takes %s', async (plugins, chosen) => {
    const { context, config } = await worker(plugins)
    expect((await connector.check(context)).state).toBe('missing')
    await connector.apply(context)
    expect(config()).toMatchObject({ 'connector.class': chosen })
    expect((await connector.check(context)).state).toBe('done')
  })

  it('says which plugins would do when there is none of them', async () => {
    const { context } = await worker(['org.example.Other'])
    await expect(connector.apply(context)).rejects.toThrow(/Connect offers none of .*Jdbc/)
  })

  it('sets up anew what is set up otherwise', async () => {
    const { context, config } = await worker([jdbc], { config: { 'connector.class': jdbc, mode: 'bulk' } })
    expect((await connector.check(context)).detail).toContain('otherwise')
    await connector.apply(context)
    expect(config()).toMatchObject({ mode: 'incrementing' })
  })

  it('reads everything again when the topic was emptied, though its offsets say it has read all', async () => {
    const first = await worker([jdbc])
    await connector.apply(first.context)
    first.records[stationsTopic] = 0
    expect((await connector.check(first.context)).detail).toContain('empty')
    await connector.apply(first.context)
    expect(first.asked).toContain('DELETE /connectors/stations/offsets')
    expect(first.records[stationsTopic]).toBe(230)
  })

  it('also when a deleted connector of that name has left offsets', async () => {
    const { context, records } = await worker([jdbc], { offsets: true })
    await connector.apply(context)
    expect(records[stationsTopic]).toBe(230)
  })

  it('shows the first line of the trace when its task has failed', async () => {
    const { context } = await worker([jdbc], { trace: 'relation "stations" does not exist\n\tat …' })
    await expect(connector.apply(context)).rejects.toThrow('has failed: relation "stations" does not exist')
  })

  it('is made again after the table was made again', async () => {
    const { context, asked } = await worker([jdbc])
    await connector.apply(context)
    const again = { ...context, applied: new Set(['stations-table']) }
    expect((await connector.check(again)).state).toBe('missing')
    await connector.apply(again)
    expect(asked).toContain('POST /connectors/stations/restart?includeTasks=true')
  })
})

describe('the step Transformer', () => {
  it('starts it, and lets it read again when its topic was emptied', async () => {
    const records: Record<string, number> = { [stationsTopic]: 230, [stationsTableTopic]: 0 }
    let running = false
    let rewinds = 0
    const control: StepContext['transformer'] = {
      isRunning: () => running,
      start: async () => void (running = true),
      hasReadAll: async () => true,
      async rewind() {
        rewinds++
        records[stationsTableTopic] = 188
      },
    }
    const context = contextOf({ admin: cluster(records), transformer: control })
    expect((await transformer.check(context)).detail).toContain('does not run')
    await transformer.apply(context)
    await transformer.apply(context)
    expect([running, rewinds]).toEqual([true, 1])
    expect((await transformer.check(context)).state).toBe('done')
  })

  it('needs no rows while there are no stations', async () => {
    const records = { [stationsTopic]: 0, [stationsTableTopic]: 0 }
    expect((await transformer.check(contextOf({ admin: cluster(records) }))).state).toBe('done')
  })
})
