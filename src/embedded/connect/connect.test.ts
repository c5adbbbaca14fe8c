import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  className,
  connectorConfig,
  eventually,
  startConnectStack,
  type ConnectStack,
} from '../../../tests/support/connect'

let stack: ConnectStack

beforeAll(async () => {
  stack = await startConnectStack()
})
afterAll(() => stack?.stop())

describe('the connector of the course', () => {
  beforeAll(() => stack.create('stations', { name: 'stations' }))

  it('puts every station on its topic, in the order of its numbers, without key', async () => {
    const stations = await stack.records('stations.stations', 230)
    expect(stations).toHaveLength(230)
    expect(stations.every(({ key }) => key === null)).toBe(true)
    const ids = stations.map(({ value }) => (JSON.parse(value!.toString()) as { stop_id: number }).stop_id)
    expect(ids).toEqual([...ids].sort((a, b) => a - b))
    const rows = readFileSync('resources/data/seed_stations.csv', 'utf8').trim().split('\n').slice(1)
    expect(ids).toEqual(rows.map(row => Number(row.split(',')[0])).sort((a, b) => a - b))
    expect(JSON.parse(stations.find(({ value }) => value!.includes('"stop_id":30004,'))!.value!.toString())).toEqual({
      stop_id: 30004,
      direction_id: 'W',
      stop_name: 'Harlem (Terminal arrival)',
      station_name: 'Harlem/Lake',
      station_descriptive_name: 'Harlem/Lake (Green Line)',
      station_id: 40020,
      order: 0,
      red: false,
      blue: false,
      green: true,
    })
  })

  it('shows itself as the real worker does', async () => {
    await stack.taskState('stations', 'RUNNING')
    const worker = `127.0.0.1:${stack.connect.port}`
    const { body: status } = await stack.call('GET', '/connectors/stations/status')
    expect(status).toMatchObject({
      name: 'stations',
      connector: { state: 'RUNNING', worker_id: worker },
      tasks: [{ id: 0, state: 'RUNNING', worker_id: worker }],
      type: 'source',
    })
    const { body: info } = await stack.call('GET', '/connectors/stations')
    expect(info).toMatchObject({ name: 'stations', tasks: [{ connector: 'stations', task: 0 }], type: 'source' })
    expect(info.config).toMatchObject({ name: 'stations', 'poll.interval.ms': '50' })
    expect((await stack.call('GET', '/connectors?expand=status&expand=info')).body.stations).toEqual({ status, info })
    expect((await stack.call('GET', '/connectors/stations/topics')).body).toEqual({
      stations: { topics: ['stations.stations'] },
    })
    const { body: tasks } = await stack.call('GET', '/connectors/stations/tasks')
    expect(tasks[0]).toMatchObject({
      id: { connector: 'stations', task: 0 },
      config: { tables: '"public"."stations"' },
    })
  })

  it('says how far it has read', async () => {
    await eventually(
      'the offset',
      async () => (await stack.call('GET', '/connectors/stations/offsets')).body.offsets.length > 0,
    )
    expect((await stack.call('GET', '/connectors/stations/offsets')).body).toEqual({
      offsets: [{ partition: { protocol: '1', table: 'public.stations' }, offset: { incrementing: 30384 } }],
    })
  })

  it('is refused a second time', async () => {
    const { status, body } = await stack.create('stations')
    expect({ status, body }).toEqual({
      status: 409,
      body: { error_code: 409, message: 'Connector stations already exists' },
    })
  })
})

describe('the life of a connector', () => {
  const name = 'life'
  beforeAll(async () => {
    await stack.call('PUT', `/connectors/${name}/config`, connectorConfig(name))
    await stack.records('life.stations', 230)
  })

  it('pauses and resumes', async () => {
    expect((await stack.call('PUT', `/connectors/${name}/pause`)).status).toBe(202)
    expect(await stack.taskState(name, 'PAUSED')).toMatchObject({ connector: { state: 'PAUSED' } })
    expect((await stack.call('PUT', `/connectors/${name}/resume`)).status).toBe(202)
    await stack.taskState(name, 'RUNNING')
  })

  it('lets offsets be changed only while it is stopped, and reads again from there', async () => {
    const offsets = [{ partition: { table: 'public.stations', protocol: '1' }, offset: { incrementing: 30382 } }]
    const refused = await stack.call('PATCH', `/connectors/${name}/offsets`, { offsets })
    expect(refused.status).toBe(400)
    expect(refused.body.message).toContain(`'/connectors/${name}/stop'`)
    expect((await stack.call('PUT', `/connectors/${name}/stop`)).status).toBe(204)
    expect((await stack.call('GET', `/connectors/${name}/status`)).body).toMatchObject({
      connector: { state: 'STOPPED' },
      tasks: [],
    })
    const changed = await stack.call('PATCH', `/connectors/${name}/offsets`, { offsets })
    expect(changed.body.message).toContain('have been altered successfully')
    await stack.call('PUT', `/connectors/${name}/resume`)
    const all = await stack.values('life.stations', 232)
    expect(all.slice(230).map(row => row.stop_id)).toEqual([30383, 30384])
    await stack.call('PUT', `/connectors/${name}/stop`)
    expect((await stack.call('DELETE', `/connectors/${name}/offsets`)).body.message).toContain(
      'have been reset successfully',
    )
    expect((await stack.call('GET', `/connectors/${name}/offsets`)).body).toEqual({ offsets: [] })
  })

  it('stays stopped when the worker comes back', async () => {
    await stack.restartWorker()
    await eventually('STOPPED', async () => {
      return (await stack.call('GET', `/connectors/${name}/status`)).body.connector?.state === 'STOPPED'
    })
    await stack.call('PUT', `/connectors/${name}/resume`)
    await stack.taskState(name, 'RUNNING')
  })

  it('restarts as a whole or in part', async () => {
    expect((await stack.call('POST', `/connectors/${name}/restart`)).status).toBe(204)
    const { status, body } = await stack.call('POST', `/connectors/${name}/restart?includeTasks=true`)
    expect(status).toBe(202)
    expect(body).toMatchObject({ connector: { state: 'RESTARTING' }, tasks: [{ id: 0, state: 'RESTARTING' }] })
    await stack.taskState(name, 'RUNNING')
    expect((await stack.call('POST', `/connectors/${name}/tasks/0/restart`)).status).toBe(204)
    expect((await stack.call('POST', `/connectors/${name}/tasks/7/restart`)).body.message).toBe('Unknown task: life-7')
  })

  it('takes a new configuration, and patches of it', async () => {
    const put = await stack.call('PUT', `/connectors/${name}/config`, connectorConfig(name, { 'batch.max.rows': 7 }))
    expect(put.status).toBe(200)
    expect(put.body.config['batch.max.rows']).toBe('7')
    const patched = await stack.call('PATCH', `/connectors/${name}/config`, {
      'batch.max.rows': null,
      'poll.interval.ms': 70,
    })
    expect(patched.body.config).not.toHaveProperty('batch.max.rows')
    expect((await stack.call('GET', `/connectors/${name}/config`)).body['poll.interval.ms']).toBe('70')
    expect((await stack.call('PUT', `/connectors/${name}/config`, connectorConfig(name, { mode: 'x' }))).status).toBe(
      400,
    )
  })

  it('ends, and under the same name goes on where it was', async () => {
    await eventually(
      'offsets',
      async () => (await stack.call('GET', `/connectors/${name}/offsets`)).body.offsets.length > 0,
    )
    expect((await stack.call('DELETE', `/connectors/${name}`)).status).toBe(204)
    expect((await stack.call('GET', '/connectors')).body).not.toContain(name)
    const made = await stack.call('PUT', `/connectors/${name}/config`, connectorConfig(name))
    expect({ status: made.status, location: made.headers.get('location') }).toEqual({
      status: 201,
      location: `${stack.connect.endpoint}/connectors/${name}`,
    })
    expect((await stack.call('GET', `/connectors/${name}/offsets`)).body.offsets).toHaveLength(1)
  })

  it('may begin stopped', async () => {
    const body = { name: 'later-on', initial_state: 'STOPPED', config: connectorConfig('later-on') }
    expect((await stack.call('POST', '/connectors', body)).status).toBe(201)
    await eventually('STOPPED', async () => {
      return (await stack.call('GET', '/connectors/later-on/status')).body.connector?.state === 'STOPPED'
    })
  })
})

describe('the rest of the interface', () => {
  it.each([
    ['GET', '/connectors/nope', 404, 'Connector nope not found'],
    ['GET', '/connectors/nope/status', 404, 'No status found for connector nope'],
    ['GET', '/connectors/nope/tasks', 404, 'Connector nope not found'],
    ['GET', '/connectors/nope/config', 404, 'Connector nope not found'],
    ['GET', '/connectors/nope/offsets', 404, 'Connector nope not found'],
    ['GET', '/connectors/nope/tasks/0/status', 404, 'No status found for task nope-0'],
    ['DELETE', '/connectors/nope', 404, 'Connector nope not found'],
    ['PUT', '/connectors/nope/pause', 404, 'Unknown connector nope'],
    ['POST', '/connectors/nope/restart', 404, 'Unknown connector: nope'],
    ['GET', '/nope', 404, 'HTTP 404 Not Found'],
    ['DELETE', '/connectors', 405, 'HTTP 405 Method Not Allowed'],
    ['GET', '/connector-plugins/Nope/config', 404, 'Unknown plugin Nope.'],
    ['GET', '/admin/loggers/nope', 404, 'Logger nope not found.'],
  ])('%s %s is %i', async (method, path, status, message) => {
    expect(await stack.call(method, path)).toMatchObject({ status, body: { error_code: status, message } })
  })

  it('says what the worker is', async () => {
    const { body } = await stack.call('GET', '/')
    expect(Object.keys(body)).toEqual(['version', 'commit', 'kafka_cluster_id'])
    expect((await stack.call('GET', '/health')).body).toMatchObject({ status: 'healthy' })
  })

  it('lists plugins', async () => {
    expect((await stack.call('GET', '/connector-plugins')).body).toEqual([
      { class: className, type: 'source', version: expect.any(String) as string },
    ])
    const { body } = await stack.call('GET', '/connector-plugins?connectorsOnly=false')
    const types = new Set((body as { type: string }[]).map(plugin => plugin.type))
    expect([...types].sort()).toEqual(['converter', 'predicate', 'source', 'transformation'])
  })

  it.each(['JdbcSourceConnector', 'JdbcSource', className])(
    'validates for %s, and hides the password',
    async plugin => {
      const path = `/connector-plugins/${plugin}/config/validate`
      const { status, body } = await stack.call(
        'PUT',
        path,
        connectorConfig('v', { name: 'v', transforms: 'a', 'transforms.a.type': 'a.B' }),
      )
      expect(status).toBe(200)
      expect(body).toMatchObject({ name: className, error_count: 1 })
      expect(body.groups.slice(0, 2)).toEqual(['Common', 'Transforms'])
      expect(JSON.stringify(body)).not.toContain('chicago')
      const entry = (body.configs as { definition: { name: string } }[]).find(
        ({ definition }) => definition.name === 'mode',
      )
      expect(entry).toEqual({
        definition: {
          name: 'mode',
          type: 'STRING',
          required: false,
          default_value: '',
          importance: 'HIGH',
          documentation: expect.any(String) as string,
          group: 'Mode',
          order_in_group: 1,
          width: 'MEDIUM',
          display_name: 'Table Loading Mode',
          dependents: ['incrementing.column.name', 'timestamp.column.name', 'validate.non.null'],
        },
        value: {
          name: 'mode',
          value: 'incrementing',
          recommended_values: ['bulk', 'timestamp', 'incrementing', 'timestamp+incrementing'],
          errors: [],
          visible: true,
        },
      })
    },
  )

  it('counts every error, as the real worker does', async () => {
    const wrong = connectorConfig('v', { mode: 'x', 'batch.max.rows': 'y', transforms: 'a, a' })
    const { body } = await stack.call('PUT', '/connector-plugins/JdbcSource/config/validate', wrong)
    const errors = (body.configs as { value: { errors: string[] } }[]).flatMap(({ value }) => value.errors)
    expect(body.error_count).toBe(errors.length)
    expect(errors).toContain('Invalid value y for configuration batch.max.rows: Not a number of type INT')
  })

  it('refuses to validate for another plugin', async () => {
    const { status } = await stack.call('PUT', '/connector-plugins/Other/config/validate', {
      'connector.class': className,
    })
    expect(status).toBe(400)
  })
})
