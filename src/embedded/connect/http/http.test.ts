import { describe, expect, it } from 'vitest'
import { silentLog, type Log } from '../../lib/log'
import { addressesOf, resolveUrl } from './addresses'
import { readConfigBody, readCreation, readOffsetChanges, readPatch } from './bodies'
import { adjustableLog } from './log-level'

describe('the body of POST /connectors', () => {
  it('takes numbers and flags as their text, and a name that is repeated', () => {
    const body = { name: ' s ', config: { name: 's', 'batch.max.rows': 500, flag: true, none: null } }
    expect(readCreation(body)).toEqual({
      name: 's',
      config: { name: 's', 'batch.max.rows': '500', flag: 'true' },
      target: 'STARTED',
    })
  })

  it('may leave the name to the configuration, and say in what state to begin', () => {
    expect(readCreation({ config: { name: 's' }, initial_state: 'stopped' })).toMatchObject({
      name: 's',
      target: 'STOPPED',
    })
  })

  it.each([
    ['nothing', undefined, 'must be a JSON object'],
    ['a list', [], 'must be a JSON object'],
    ['no config', { name: 's' }, 'has no config'],
    ['no name', { config: {} }, 'name is missing'],
    ['an empty name', { name: ' ', config: {} }, 'name is missing'],
    ['an unknown member', { nam: 's', config: {} }, 'Unrecognized field "nam"'],
    ['a structure as a value', { name: 's', config: { a: {} } }, 'The value of a must be text'],
    ['an unknown state', { name: 's', config: {}, initial_state: 'PAUSE' }, 'initial_state is'],
  ])('may not be %s', (_what, body, message) => {
    expect(() => readCreation(body)).toThrow(message)
  })
})

describe('other bodies', () => {
  it('of a patch keep null, which removes a key', () => {
    expect(readPatch({ a: null, b: 1 })).toEqual({ a: null, b: '1' })
    expect(readConfigBody({ a: null, b: 1 })).toEqual({ b: '1' })
  })

  it('of offsets name partitions and offsets', () => {
    expect(readOffsetChanges({ offsets: [{ partition: { table: 't' }, offset: null }] })).toEqual([
      { partition: { table: 't' }, offset: null },
    ])
  })

  it.each([[{}], [{ offsets: [] }], [{ offsets: [{ offset: {} }] }], [{ offsets: [{ partition: {}, offset: 7 }] }]])(
    'of offsets are refused: %j',
    body => expect(() => readOffsetChanges(body)).toThrow(),
  )
})

describe('addresses in configurations', () => {
  const addresses = addressesOf({ 'schema-registry:8081': '127.0.0.1:7001', registry: '127.0.0.1:7002' })

  it.each([
    ['http://schema-registry:8081/x', 'http://127.0.0.1:7001/x'],
    ['http://Schema-Registry:8081', 'http://127.0.0.1:7001/'],
    ['http://schema-registry:9999/', 'http://schema-registry:9999/'],
    ['http://registry/', 'http://127.0.0.1:7002/'],
    ['http://registry:81/', 'http://registry:81/'],
    ['http://localhost:8081/', 'http://localhost:8081/'],
    ['https://user:pw@far.example/a?b', 'https://user:pw@far.example/a?b'],
  ])('%s is %s', (text, expected) => expect(resolveUrl(text, addresses).href).toBe(expected))
})

describe('the log level', () => {
  it('can be changed while the worker runs', () => {
    const heard: string[] = []
    const below: Log = { ...silentLog(), info: (_fields, message) => heard.push(message), child: () => below }
    const logger = adjustableLog(below)
    logger.log.info({}, 'one')
    expect(logger.setLevel('root', 'error', 5)).toEqual(['root'])
    logger.log.child({}).info({}, 'two')
    expect(heard).toEqual(['one'])
    expect(logger.describe('root')).toEqual({ level: 'ERROR', last_modified: 5 })
  })

  it('is refused for other loggers and unknown levels', () => {
    const logger = adjustableLog(silentLog())
    expect(() => logger.describe('org.foo')).toThrow('Logger org.foo not found.')
    expect(() => logger.setLevel('root', 'LOUD', 0)).toThrow('Invalid log level')
  })
})
