import { afterEach, describe, expect, it } from 'vitest'
import { memoryLog, startInMemory, stopAll } from './testing'

afterEach(stopAll)

const schema = (type: unknown) => ({ schema: JSON.stringify(type) })
const record = (...fields: object[]) => schema({ type: 'record', name: 'r', fields })
const field = (name: string, type: unknown, more: object = {}) => ({ name, type, ...more })
const failed = (code: number) => expect.objectContaining({ error_code: code, message: expect.any(String) })
describe('what the registry keeps', () => {
  it('is the same after a restart', async () => {
    const { call, memory } = await startInMemory()
    await call('POST', '/subjects/s/versions', schema('int'))
    await call('POST', '/subjects/s/versions', schema('long'))
    await call('POST', '/subjects/t/versions', { schema: '{}', schemaType: 'JSON' })
    await call('PUT', '/config', { compatibility: 'FULL' })
    await call('DELETE', '/subjects/t')
    const again = await startInMemory(memoryLog(memory.entries))
    for (const path of ['/subjects', '/subjects?deleted=true', '/schemas?deleted=true', '/config', '/schemas/ids/3']) {
      expect(await again.call('GET', path)).toEqual(await call('GET', path))
    }
    expect((await again.call('POST', '/subjects/u/versions', schema('bytes'))).body).toEqual({ id: 4 })
  })

  it('is in the form of Confluent’s registry', async () => {
    const { call, memory } = await startInMemory()
    await call('POST', '/subjects/s/versions', schema('int'))
    await call('PUT', '/config/s', { compatibility: 'FULL' })
    await call('DELETE', '/subjects/s')
    await call('DELETE', '/subjects/s?permanent=true')
    expect(memory.entries.map(([key, value]) => [JSON.parse(key), value === null ? null : JSON.parse(value)])).toEqual([
      [
        { keytype: 'SCHEMA', subject: 's', version: 1, magic: 1 },
        { subject: 's', version: 1, id: 1, schema: '"int"', deleted: false },
      ],
      [
        { keytype: 'CONFIG', subject: 's', magic: 0 },
        { subject: 's', compatibilityLevel: 'FULL' },
      ],
      [
        { keytype: 'DELETE_SUBJECT', subject: 's', magic: 0 },
        { subject: 's', version: 1 },
      ],
      [{ keytype: 'CONFIG', subject: 's', magic: 0 }, null],
      [{ keytype: 'SCHEMA', subject: 's', version: 1, magic: 1 }, null],
    ])
  })

  it('may hold records that we do not understand', async () => {
    const { call } = await startInMemory(
      memoryLog([
        ['{"keytype":"NOOP","magic":0}', null],
        ['{"keytype":"CONTEXT","tenant":"t","magic":0}', '{}'],
        ['not json', 'neither'],
        ['null', '{}'],
        [
          '{"keytype":"SCHEMA","subject":"p","version":1,"magic":1}',
          '{"subject":"p","version":1,"id":5,"schemaType":"PROTOBUF","schema":"syntax","deleted":false}',
        ],
        ['{"keytype":"CONFIG","subject":null,"magic":0}', '{"compatibilityLevel":"NEVER"}'],
        [
          '{"keytype":"SCHEMA","subject":"s","version":1,"magic":1}',
          '{"subject":"s","version":1,"id":2,"md5":"x","schema":"\\"int\\"","deleted":false}',
        ],
      ]),
    )
    expect((await call('GET', '/schemas')).body).toEqual([{ subject: 's', version: 1, id: 2, schema: '"int"' }])
    expect((await call('POST', '/subjects/s2/versions', schema('long'))).body).toEqual({ id: 6 })
  })

  it('gives one id to one schema in a burst', async () => {
    const { call, memory } = await startInMemory()
    const posts = Array.from({ length: 60 }, (_, index) =>
      call('POST', `/subjects/s${index % 20}/versions`, record(field(`f${index % 5}`, 'int'))),
    )
    const ids = (await Promise.all(posts)).map(answer => answer.body.id as number)
    expect(new Set(ids)).toEqual(new Set([1, 2, 3, 4, 5]))
    expect(memory.entries).toHaveLength(20)
  })

  it('says so when writing fails, and goes on from what is durable', async () => {
    const { call, memory } = await startInMemory()
    await call('POST', '/subjects/s/versions', schema('int'))
    memory.log.fail = new Error('the broker is away')
    const answers = await Promise.all([
      call('POST', '/subjects/t/versions', schema('long')),
      call('POST', '/subjects/t/versions', schema('long')),
    ])
    for (const answer of answers) expect(answer).toMatchObject({ status: 500, body: failed(50001) })
    delete memory.log.fail
    expect((await call('GET', '/subjects')).body).toEqual(['s'])
    // Ids that may have been written are not given again.
    expect((await call('POST', '/subjects/t/versions', schema('long'))).body.id).toBeGreaterThan(2)
  })
})
