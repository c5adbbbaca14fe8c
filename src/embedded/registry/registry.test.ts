import { afterEach, describe, expect, it } from 'vitest'
import { registryContentType } from './routes/content-types'
import { startInMemory, stopAll } from './testing'

afterEach(stopAll)

type Step = [request: string, body: unknown, status: number, answer: unknown]
const schema = (type: unknown) => ({ schema: JSON.stringify(type) })
const record = (...fields: object[]) => schema({ type: 'record', name: 'r', fields })
const field = (name: string, type: unknown, more: object = {}) => ({ name, type, ...more })
const failed = (code: number) => expect.objectContaining({ error_code: code, message: expect.any(String) })
const one = { subject: 's', version: 1, id: 1, schema: '"string"' }

/** Sends each step's request in turn and holds status and body against what is expected. */
async function check(steps: Step[]) {
  const { call } = await startInMemory()
  for (const [request, body, status, answer] of steps) {
    const [method, path] = request.split(' ') as [string, string]
    expect({ request, ...(await call(method, path, body)) }).toEqual({
      request,
      status,
      body: answer,
      type: registryContentType,
    })
  }
}

describe('the registry over HTTP', () => {
  const cases: Record<string, Step[]> = {
    'is empty at first': [
      ['GET /', undefined, 200, {}],
      ['GET /subjects', undefined, 200, []],
      ['GET /schemas', undefined, 200, []],
      ['GET /schemas/types', undefined, 200, ['JSON', 'AVRO']],
      ['GET /contexts', undefined, 200, ['.']],
      ['GET /config', undefined, 200, { compatibilityLevel: 'BACKWARD' }],
      ['GET /mode', undefined, 200, { mode: 'READWRITE' }],
    ],
    'gives ids from 1, the same for the same schema anywhere': [
      ['POST /subjects/s/versions', schema('string'), 200, { id: 1 }],
      ['POST /subjects/t/versions', schema('int'), 200, { id: 2 }],
      ['POST /subjects/u/versions', schema({ type: 'string' }), 200, { id: 1 }],
      ['POST /subjects/s/versions', { schema: ' "string" ' }, 200, { id: 1 }],
      ['GET /subjects', undefined, 200, ['s', 't', 'u']],
      ['GET /subjects?offset=1&limit=1', undefined, 200, ['t']],
      ['GET /subjects?subjectPrefix=u', undefined, 200, ['u']],
      ['GET /subjects?subjectPrefix=:*:', undefined, 200, ['s', 't', 'u']],
      ['GET /subjects/s/versions', undefined, 200, [1]],
      ['GET /schemas/ids/1', undefined, 200, { schema: '"string"' }],
      ['GET /schemas/ids/1?fetchMaxId=true', undefined, 200, { schema: '"string"', maxId: 2 }],
      ['GET /schemas/ids/1/schema', undefined, 200, 'string'],
      ['GET /schemas/ids/1/subjects', undefined, 200, ['s', 'u']],
      [
        'GET /schemas/ids/1/versions',
        undefined,
        200,
        [
          { subject: 's', version: 1 },
          { subject: 'u', version: 1 },
        ],
      ],
      ['GET /schemas/ids/3', undefined, 404, failed(40403)],
      ['GET /schemas/ids/x', undefined, 404, failed(40403)],
    ],
    'looks versions up': [
      ['GET /subjects/s/versions', undefined, 404, failed(40401)],
      ['GET /subjects/s/versions/1', undefined, 404, failed(40401)],
      ['POST /subjects/s', schema('string'), 404, failed(40401)],
      ['POST /subjects/s/versions', schema('string'), 200, { id: 1 }],
      ['GET /subjects/s/versions/1', undefined, 200, one],
      ['GET /subjects/s/versions/latest', undefined, 200, one],
      ['GET /subjects/s/versions/-1', undefined, 200, one],
      ['GET /subjects/s/versions/1/schema', undefined, 200, 'string'],
      ['GET /subjects/s/versions/2', undefined, 404, failed(40402)],
      ['GET /subjects/s/versions/0', undefined, 422, failed(42202)],
      ['GET /subjects/s/versions/2147483648', undefined, 422, failed(42202)],
      ['GET /subjects/s/versions/first', undefined, 422, failed(42202)],
      ['POST /subjects/s', schema('string'), 200, one],
      ['POST /subjects/s', schema('int'), 404, failed(40403)],
      ['GET /schemas', undefined, 200, [one]],
    ],
    'counts what the schema says, not how it is written': [
      ['POST /subjects/s/versions', record(field('a', 'int')), 200, { id: 1 }],
      [
        'POST /subjects/s/versions',
        { schema: '{"fields":[{"type":"int","name":"a"}],"type":"record","name":"r"}' },
        200,
        { id: 1 },
      ],
      ['POST /subjects/s/versions', record(field('a', 'int', { doc: 'd' })), 200, { id: 2 }],
      ['POST /subjects/s/versions', record(field('a', 'int', { default: 1 })), 200, { id: 3 }],
      ['POST /subjects/s/versions', record(field('a', 'int', { aliases: ['b'] })), 200, { id: 4 }],
      ['GET /subjects/s/versions', undefined, 200, [1, 2, 3, 4]],
    ],
    'deletes softly, then for good': [
      ['POST /subjects/s/versions', schema('string'), 200, { id: 1 }],
      ['DELETE /subjects/s/versions/1?permanent=true', undefined, 404, failed(40407)],
      ['DELETE /subjects/s/versions/1', undefined, 200, 1],
      ['DELETE /subjects/s/versions/1', undefined, 404, failed(40406)],
      ['GET /subjects', undefined, 200, []],
      ['GET /subjects?deleted=true', undefined, 200, ['s']],
      ['GET /subjects?deletedOnly=true', undefined, 200, ['s']],
      ['GET /subjects/s/versions', undefined, 404, failed(40401)],
      ['GET /subjects/s/versions?deleted=true', undefined, 200, [1]],
      ['GET /subjects/s/versions/1', undefined, 404, failed(40401)],
      ['GET /subjects/s/versions/1?deleted=true', undefined, 200, one],
      ['POST /subjects/s', schema('string'), 404, failed(40401)],
      ['POST /subjects/s?deleted=true', schema('string'), 200, one],
      ['GET /schemas/ids/1', undefined, 200, { schema: '"string"' }],
      ['GET /schemas/ids/1/subjects', undefined, 200, []],
      ['POST /subjects/s/versions', schema('string'), 200, { id: 1 }],
      ['GET /subjects/s/versions', undefined, 200, [2]],
      ['DELETE /subjects/s/versions/1?permanent=true', undefined, 200, 1],
      ['GET /subjects/s/versions?deleted=true', undefined, 200, [2]],
    ],
    'deletes subjects': [
      ['DELETE /subjects/s', undefined, 404, failed(40401)],
      ['POST /subjects/s/versions', schema('int'), 200, { id: 1 }],
      ['POST /subjects/s/versions', schema('long'), 200, { id: 2 }],
      ['PUT /config/s', { compatibility: 'FULL' }, 200, { compatibility: 'FULL' }],
      ['DELETE /subjects/s?permanent=true', undefined, 404, failed(40405)],
      ['DELETE /subjects/s', undefined, 200, [1, 2]],
      ['DELETE /subjects/s', undefined, 404, failed(40404)],
      ['GET /config/s', undefined, 404, failed(40408)],
      ['DELETE /subjects/s?permanent=true', undefined, 200, [1, 2]],
      ['DELETE /subjects/s', undefined, 404, failed(40401)],
      ['GET /schemas/ids/1', undefined, 404, failed(40403)],
      ['POST /subjects/s/versions', schema('float'), 200, { id: 3 }],
      ['GET /subjects/s/versions', undefined, 200, [1]],
    ],
    'refuses what is incompatible with the last version': [
      ['POST /subjects/s/versions', record(field('a', 'int')), 200, { id: 1 }],
      ['POST /subjects/s/versions', record(field('a', 'int'), field('b', 'int')), 409, failed(40901)],
      [
        'POST /compatibility/subjects/s/versions/latest',
        record(field('a', 'int'), field('b', 'int')),
        200,
        { is_compatible: false },
      ],
      [
        'POST /compatibility/subjects/s/versions/1?verbose=true',
        record(field('a', 'int'), field('b', 'int')),
        200,
        {
          is_compatible: false,
          messages: [
            expect.stringContaining("errorType:'READER_FIELD_MISSING_DEFAULT_VALUE'"),
            '{oldSchemaVersion: 1}',
            expect.stringContaining('{oldSchema: '),
            "{compatibility: 'BACKWARD'}",
          ],
        },
      ],
      ['POST /compatibility/subjects/s/versions', record(), 200, { is_compatible: true }],
      ['POST /compatibility/subjects/s/versions?verbose=true', record(), 200, { is_compatible: true, messages: [] }],
      ['POST /compatibility/subjects/none/versions/latest', schema('int'), 200, { is_compatible: true }],
      ['POST /compatibility/subjects/none/versions/1', schema('int'), 404, failed(40402)],
      ['POST /compatibility/subjects/s/versions/2', schema('int'), 404, failed(40402)],
      ['POST /compatibility/subjects/s/versions/latest', schema('nonsense'), 422, failed(42201)],
      ['PUT /config/s', { compatibility: 'none' }, 200, { compatibility: 'NONE' }],
      ['POST /subjects/s/versions', schema('string'), 200, { id: 2 }],
    ],
    'compares with all versions when the level is transitive': [
      ['POST /subjects/s/versions', record(field('a', 'int')), 200, { id: 1 }],
      ['POST /subjects/s/versions', record(), 200, { id: 2 }],
      [
        'POST /compatibility/subjects/s/versions',
        record(field('a', 'string', { default: '' })),
        200,
        { is_compatible: true },
      ],
      ['PUT /config', { compatibility: 'BACKWARD_TRANSITIVE' }, 200, { compatibility: 'BACKWARD_TRANSITIVE' }],
      [
        'POST /compatibility/subjects/s/versions',
        record(field('a', 'string', { default: '' })),
        200,
        { is_compatible: false },
      ],
      ['POST /subjects/s/versions', record(field('a', 'string', { default: '' })), 409, failed(40901)],
      ['DELETE /subjects/s/versions/1', undefined, 200, 1],
      ['POST /subjects/s/versions', record(field('a', 'string', { default: '' })), 200, { id: 3 }],
    ],
    'knows levels of all and of one': [
      ['GET /config/s', undefined, 404, failed(40408)],
      ['GET /config/s?defaultToGlobal=true', undefined, 200, { compatibilityLevel: 'BACKWARD' }],
      ['PUT /config/s', { compatibility: 'FORWARD' }, 200, { compatibility: 'FORWARD' }],
      ['GET /config/s', undefined, 200, { compatibilityLevel: 'FORWARD' }],
      ['PUT /config/s', { compatibility: 'SIDEWAYS' }, 422, failed(42203)],
      ['PUT /config', {}, 422, failed(42203)],
      ['DELETE /config/s', undefined, 200, { compatibilityLevel: 'FORWARD' }],
      ['DELETE /config/s', undefined, 404, failed(40408)],
      ['POST /subjects/s/versions', record(field('a', 'int')), 200, { id: 1 }],
      ['PUT /config', { compatibility: 'FORWARD' }, 200, { compatibility: 'FORWARD' }],
      ['POST /subjects/s/versions', record(), 409, failed(40901)],
      ['POST /subjects/s/versions', record(field('a', 'int'), field('b', 'int')), 200, { id: 2 }],
      ['PUT /config', { compatibility: 'FULL' }, 200, { compatibility: 'FULL' }],
      ['POST /subjects/s/versions', record(field('a', 'int'), field('c', 'int')), 409, failed(40901)],
    ],
    'keeps to modes': [
      ['GET /mode/s', undefined, 404, failed(40409)],
      ['PUT /mode/s', { mode: 'READONLY' }, 200, { mode: 'READONLY' }],
      ['GET /mode/s', undefined, 200, { mode: 'READONLY' }],
      ['POST /subjects/s/versions', schema('int'), 422, failed(42205)],
      ['POST /subjects/t/versions', schema('int'), 200, { id: 1 }],
      ['DELETE /mode/s', undefined, 200, { mode: 'READONLY' }],
      ['POST /subjects/s/versions', { ...schema('int'), id: 7 }, 422, failed(42205)],
      ['PUT /mode/s', { mode: 'IMPORT' }, 200, { mode: 'IMPORT' }],
      ['POST /subjects/s/versions', { ...schema('string'), id: 7, version: 3 }, 200, { id: 7 }],
      ['GET /subjects/s/versions/3', undefined, 200, { ...one, id: 7, version: 3 }],
      ['POST /subjects/s/versions', { ...schema('bytes'), id: 7 }, 422, failed(42205)],
      ['PUT /mode', { mode: 'IMPORT' }, 422, failed(42205)],
      ['PUT /mode?force=true', { mode: 'IMPORT' }, 200, { mode: 'IMPORT' }],
      ['PUT /mode', { mode: 'SOMETIMES' }, 422, failed(42204)],
    ],
    'lets schemas use each other': [
      ['POST /subjects/c/versions', schema({ type: 'enum', name: 'n.colour', symbols: ['RED'] }), 200, { id: 1 }],
      ['POST /subjects/s/versions', schema({ type: 'array', items: 'n.colour' }), 422, failed(42201)],
      [
        'POST /subjects/s/versions',
        {
          ...schema({ type: 'array', items: 'n.colour' }),
          references: [{ name: 'n.colour', subject: 'c', version: 1 }],
        },
        200,
        { id: 2 },
      ],
      [
        'GET /subjects/s/versions/1',
        undefined,
        200,
        {
          ...one,
          id: 2,
          schema: '{"type":"array","items":"n.colour"}',
          references: [{ name: 'n.colour', subject: 'c', version: 1 }],
        },
      ],
      ['GET /subjects/c/versions/1/referencedby', undefined, 200, [2]],
      ['DELETE /subjects/c/versions/1', undefined, 422, failed(42206)],
      ['DELETE /subjects/c', undefined, 422, failed(42206)],
      [
        'POST /subjects/t/versions',
        { ...schema('int'), references: [{ name: 'x', subject: 'c', version: 9 }] },
        422,
        failed(42201),
      ],
      ['POST /subjects/t/versions', { ...schema('int'), references: [{ name: 'x' }] }, 422, failed(42201)],
      ['DELETE /subjects/s', undefined, 200, [1]],
      ['DELETE /subjects/c', undefined, 200, [1]],
    ],
    'stores JSON Schemas, and says that it does not compare them': [
      ['POST /subjects/s/versions', { schema: '{ "type": "object" }', schemaType: 'JSON' }, 200, { id: 1 }],
      ['GET /schemas/ids/1', undefined, 200, { schemaType: 'JSON', schema: '{"type":"object"}' }],
      ['GET /subjects/s/versions/1', undefined, 200, { ...one, schemaType: 'JSON', schema: '{"type":"object"}' }],
      ['POST /subjects/s/versions', { schema: '{"type":"object"}', schemaType: 'JSON' }, 200, { id: 1 }],
      ['POST /subjects/s/versions', { schema: '{"type":"array"}', schemaType: 'JSON' }, 409, failed(40901)],
      ['POST /subjects/s/versions', schema('string'), 409, failed(40901)],
      ['PUT /config/s', { compatibility: 'NONE' }, 200, { compatibility: 'NONE' }],
      ['POST /subjects/s/versions', { schema: '{"type":"array"}', schemaType: 'JSON' }, 200, { id: 2 }],
      ['POST /subjects/t/versions', { schema: '{"type":', schemaType: 'JSON' }, 422, failed(42201)],
      ['POST /subjects/t/versions', { schema: '[]', schemaType: 'JSON' }, 422, failed(42201)],
    ],
    'refuses what is no schema': [
      ['POST /subjects/s/versions', { schema: '' }, 422, failed(42201)],
      ['POST /subjects/s/versions', {}, 422, failed(42201)],
      ['POST /subjects/s/versions', undefined, 422, failed(42201)],
      ['POST /subjects/s/versions', { schema: { type: 'int' } }, 422, failed(42201)],
      ['POST /subjects/s/versions', schema('strin'), 422, failed(42201)],
      [
        'POST /subjects/s/versions',
        { schema: 'syntax = "proto3";', schemaType: 'PROTOBUF' },
        422,
        { error_code: 42201, message: expect.stringContaining('PROTOBUF are not implemented') },
      ],
      ['POST /subjects/s/versions', { ...schema('int'), schemaType: 'XML' }, 422, failed(42201)],
      ['POST /subjects/s/versions', '{"schema', 400, failed(400)],
      ['GET /nothing', undefined, 404, failed(404)],
    ],
    'takes any subject name': [
      ['POST /subjects/a%2Fb%20c%3F/versions', schema('string'), 200, { id: 1 }],
      ['GET /subjects', undefined, 200, ['a/b c?']],
      ['GET /subjects/a%2Fb%20c%3F/versions/1', undefined, 200, { ...one, subject: 'a/b c?' }],
    ],
  }
  it.each(Object.entries(cases))('%s', (_, steps) => check(steps))

  it.each([
    'application/json',
    'application/vnd.schemaregistry+json',
    'application/octet-stream',
    registryContentType + '; charset=utf-8',
  ])('takes bodies as %s', async type => {
    const { call } = await startInMemory()
    expect((await call('POST', '/subjects/s/versions', schema('int'), { 'content-type': type })).body).toEqual({
      id: 1,
    })
  })

  it('refuses bodies of other types', async () => {
    const { call } = await startInMemory()
    expect(await call('POST', '/subjects/s/versions', schema('int'), { 'content-type': 'text/plain' })).toMatchObject({
      status: 415,
      body: failed(415),
    })
  })

  it('ignores credentials', async () => {
    const { call } = await startInMemory()
    expect((await call('GET', '/subjects', undefined, { authorization: 'Basic Og==' })).status).toBe(200)
  })
})
