import { createServer, type Server } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { decodeAvro, frameOf, parseAvro } from '../../formats/avro'
import { converterNamed } from '../config/connector-keys'
import { readConfig, type RawConfig } from '../config/definition'
import { Decimal, decimalSchema, schemaOf, timestampSchema, type Schema, type SchemaAndValue } from '../data/schema'
import { addressesOf } from '../http/addresses'
import { avroSchemaText } from './avro-schema'
import { jsonSchemaOf } from './json-schema'

const schema: Schema = {
  type: 'struct',
  optional: false,
  name: 'stations',
  fields: [
    { name: 'stop_id', schema: schemaOf('int32') },
    { name: 'order', schema: schemaOf('int32', true) },
    { name: 'red', schema: schemaOf('boolean') },
    { name: 'fare', schema: decimalSchema(2, 5, true) },
    { name: 'share', schema: schemaOf('float64') },
    { name: 'seen', schema: timestampSchema(true) },
    { name: 'big', schema: schemaOf('int64') },
    { name: 'small', schema: schemaOf('int16') },
  ],
}
const value = {
  stop_id: 30001,
  order: null,
  red: false,
  fare: new Decimal(250n, 2),
  share: 1,
  seen: 1700000000123,
  big: 9007199254740993n,
  small: 3,
}
const station: SchemaAndValue = { schema, value }

let registry: Server | undefined
afterEach(() => registry?.close())

function converter(name: string, config: RawConfig = {}, aliases: Record<string, string> = {}) {
  const plugin = converterNamed(name)!
  const context = { isKey: false, addresses: addressesOf(aliases), signal: new AbortController().signal }
  return plugin.create(readConfig(plugin.definitions, config), context)
}

const text = async (bytes: Buffer | null | Promise<Buffer | null>) => (await bytes)?.toString() ?? null

describe('JsonConverter', () => {
  it('writes the payload alone without schemas', async () => {
    const json = converter('JsonConverter', { 'schemas.enable': 'false' })
    expect(await text(json.convert('t', station))).toBe(
      '{"stop_id":30001,"order":null,"red":false,"fare":"APo=","share":1.0,"seen":1700000000123,' +
        '"big":9007199254740993,"small":3}',
    )
  })

  it('writes decimals as numbers when asked to', async () => {
    const json = converter('JsonConverter', { 'schemas.enable': 'false', 'decimal.format': 'numeric' })
    expect(await text(json.convert('t', station))).toContain('"fare":2.50')
  })

  it('puts the schema beside the payload by default', async () => {
    const json = JSON.parse((await text(converter('JsonConverter').convert('t', station)))!)
    expect(json.payload.stop_id).toBe(30001)
    expect(json.schema).toMatchObject({ type: 'struct', optional: false, name: 'stations' })
    expect(json.schema.fields.slice(0, 2)).toEqual([
      { type: 'int32', optional: false, field: 'stop_id' },
      { type: 'int32', optional: true, field: 'order' },
    ])
    expect(json.schema.fields[3]).toEqual({
      type: 'bytes',
      optional: true,
      name: 'org.apache.kafka.connect.data.Decimal',
      version: 1,
      parameters: { scale: '2', 'connect.decimal.precision': '5' },
      field: 'fare',
    })
    expect(json.schema.fields[4]).toEqual({ type: 'double', optional: false, field: 'share' })
  })

  it('has no bytes for nothing', async () => {
    expect(await text(converter('JsonConverter').convert('t', { schema: null, value: null }))).toBeNull()
  })

  it('refuses null for a field that is required', () => {
    const json = converter('JsonConverter', { 'schemas.enable': 'false' })
    expect(() => json.convert('t', { schema, value: { ...value, red: null } })).toThrow('null value for field')
  })
})

describe('StringConverter and those of single types', () => {
  it.each<[string, SchemaAndValue, Buffer]>([
    ['StringConverter', { schema: schemaOf('int32'), value: 7 }, Buffer.from('7')],
    ['IntegerConverter', { schema: schemaOf('int32'), value: -2 }, Buffer.from('fffffffe', 'hex')],
    ['LongConverter', { schema: schemaOf('int64'), value: 1n }, Buffer.from('0000000000000001', 'hex')],
    ['ShortConverter', { schema: schemaOf('int16'), value: 258 }, Buffer.from('0102', 'hex')],
    ['DoubleConverter', { schema: schemaOf('float64'), value: 1 }, Buffer.from('3ff0000000000000', 'hex')],
    ['BooleanConverter', { schema: schemaOf('boolean'), value: true }, Buffer.from('01', 'hex')],
    ['ByteArrayConverter', { schema: schemaOf('bytes'), value: Buffer.from('ab') }, Buffer.from('ab')],
  ])('%s writes bytes', (name, data, bytes) => {
    expect(converter(name).convert('t', data)).toEqual(bytes)
  })

  it('refuse another type', () => {
    expect(() => converter('LongConverter').convert('t', { schema: schemaOf('string'), value: 'x' })).toThrow(
      'Invalid schema type',
    )
  })
})

describe('the Avro schema of a struct', () => {
  it('is a record with unions for what is optional', () => {
    expect(JSON.parse(avroSchemaText(schema))).toEqual({
      type: 'record',
      name: 'stations',
      'connect.name': 'stations',
      fields: [
        { name: 'stop_id', type: 'int' },
        { name: 'order', type: ['null', 'int'], default: null },
        { name: 'red', type: 'boolean' },
        {
          name: 'fare',
          type: [
            'null',
            {
              type: 'bytes',
              scale: 2,
              precision: 5,
              'connect.version': 1,
              'connect.parameters': { scale: '2', 'connect.decimal.precision': '5' },
              'connect.name': 'org.apache.kafka.connect.data.Decimal',
              logicalType: 'decimal',
            },
          ],
          default: null,
        },
        { name: 'share', type: 'double' },
        {
          name: 'seen',
          type: [
            'null',
            {
              type: 'long',
              'connect.version': 1,
              'connect.name': 'org.apache.kafka.connect.data.Timestamp',
              logicalType: 'timestamp-millis',
            },
          ],
          default: null,
        },
        { name: 'big', type: 'long' },
        { name: 'small', type: { type: 'int', 'connect.type': 'int16' } },
      ],
    })
  })

  it('has the name that Connect gives a struct without one', () => {
    const { name: _, ...unnamed } = schema
    expect(JSON.parse(avroSchemaText(unnamed))).toMatchObject({
      name: 'ConnectDefault',
      namespace: 'io.confluent.connect.avro',
    })
  })
})

describe('the JSON Schema of a struct', () => {
  it('tells types and order, and null for what is optional', () => {
    expect(jsonSchemaOf({ ...schema, fields: schema.fields!.slice(0, 3) })).toEqual({
      type: 'object',
      title: 'stations',
      properties: {
        stop_id: { type: 'integer', 'connect.type': 'int32', 'connect.index': 0 },
        order: { oneOf: [{ type: 'null' }, { type: 'integer', 'connect.type': 'int32' }], 'connect.index': 1 },
        red: { type: 'boolean', 'connect.index': 2 },
      },
    })
  })
})

describe('converters with a registry', () => {
  it('AvroConverter registers once under the topic, by the name of a compose file, and frames the values', async () => {
    const { url, requests } = await fakeRegistry(200, '{"id":7}')
    const avro = converter(
      'AvroConverter',
      { 'schema.registry.url': 'http://schema-registry:8081' },
      { 'schema-registry:8081': url },
    )
    const bytes = (await avro.convert('places', station))!
    await avro.convert('places', station)
    expect(requests.map(request => request.path)).toEqual(['POST /subjects/places-value/versions'])
    const { id, body } = frameOf(bytes)
    expect(id).toBe(7)
    const parsed = parseAvro((JSON.parse(requests[0]!.body) as { schema: string }).schema)
    expect(decodeAvro(parsed, body)).toMatchObject({ stop_id: 30001, order: null, big: 9007199254740993n })
  })

  it('JsonSchemaConverter registers a JSON schema', async () => {
    const { url, requests } = await fakeRegistry(200, '{"id":8}')
    const json = converter('JsonSchemaConverter', { 'schema.registry.url': `http://${url}` })
    const { id, body } = frameOf((await json.convert('places', station))!)
    expect(id).toBe(8)
    expect(JSON.parse(body.toString()).red).toBe(false)
    expect(JSON.parse(requests[0]!.body)).toMatchObject({ schemaType: 'JSON' })
  })

  it('sends the credentials that the configuration has', async () => {
    const { url, requests } = await fakeRegistry(200, '{"id":1}')
    const config = {
      'schema.registry.url': `http://${url}`,
      'basic.auth.credentials.source': 'USER_INFO',
      'basic.auth.user.info': 'u:p',
    }
    await converter('AvroConverter', config).convert('t', station)
    expect(requests[0]!.authorization).toBe('Basic dTpw')
  })

  it.each([
    [409, '{"error_code":409,"message":"incompatible"}', false],
    [500, '{"error_code":50001,"message":"store"}', true],
    [200, 'hello', false],
  ])('say what the registry answered: HTTP %i %s', async (status, answer, retriable) => {
    const { url } = await fakeRegistry(status, answer)
    const avro = converter('AvroConverter', { 'schema.registry.url': `http://${url}` })
    await expect(avro.convert('t', station)).rejects.toMatchObject({
      retriable,
      message: expect.stringContaining(`HTTP ${status}`) as string,
    })
  })

  it('name a registry that is not there, without the password of its URL', async () => {
    const avro = converter('AvroConverter', { 'schema.registry.url': 'http://user:secret@127.0.0.1:1' })
    const failure = await Promise.resolve(avro.convert('t', station)).catch((error: Error) => error)
    expect(failure).toMatchObject({ retriable: true })
    expect((failure as Error).message).toContain('127.0.0.1:1')
    expect((failure as Error).message).not.toContain('secret')
  })
})

async function fakeRegistry(status: number, answer: string) {
  const requests: { path: string; body: string; authorization: string | undefined }[] = []
  registry = createServer((request, response) => {
    let body = ''
    request.on('data', chunk => (body += chunk))
    request.on('end', () => {
      requests.push({ path: `${request.method} ${request.url}`, body, authorization: request.headers.authorization })
      response.writeHead(status).end(answer)
    })
  })
  await new Promise<void>(resolve => registry!.listen(0, '127.0.0.1', resolve))
  return { url: `127.0.0.1:${(registry.address() as { port: number }).port}`, requests }
}
