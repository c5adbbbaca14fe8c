import { describe, expect, it } from 'vitest'
import { findClass } from '../config/connector-keys'
import { readConfig, type RawConfig } from '../config/definition'
import { recordOf, type SourceRecord } from '../data/record'
import { Decimal, decimalSchema, schemaOf, timestampSchema, type Schema } from '../data/schema'
import { formatDate, parseDate } from './java-date-format'
import { transforms } from '.'

const schema: Schema = {
  type: 'struct',
  optional: false,
  name: 'stations',
  fields: [
    { name: 'id', schema: schemaOf('int32') },
    { name: 'name', schema: schemaOf('string', true) },
    { name: 'fare', schema: decimalSchema(2, 5, true) },
    { name: 'at', schema: timestampSchema(true) },
    { name: 'load', schema: schemaOf('float64') },
  ],
}
const value = { id: 7, name: 'Austin', fare: new Decimal(250n, 2), at: 1700000000123, load: 2.75 }
const record: SourceRecord = {
  ...recordOf('cta.stations', { schema, value }, { partition: {}, offset: null }),
  timestamp: Date.UTC(2026, 0, 31, 23, 59),
}

function apply(name: string, config: RawConfig, input: SourceRecord = record): SourceRecord | null {
  const plugin = findClass(transforms, name)!
  return plugin.create(readConfig(plugin.definitions, config))(input)
}

const valueAfter = (name: string, config: RawConfig) => apply(name, config)!.value
const fieldNames = (data: { schema: Schema | null }) => data.schema!.fields!.map(field => field.name)

describe('a transform makes of a record', () => {
  it('ValueToKey: a key of fields of the value', () => {
    const { key } = apply('ValueToKey', { fields: 'id, name' })!
    expect(key.value).toEqual({ id: 7, name: 'Austin' })
    expect(fieldNames(key)).toEqual(['id', 'name'])
  })

  it('ExtractField: one field in place of the struct', () => {
    const keyed = apply('ValueToKey', { fields: 'id' })!
    expect(apply('ExtractField$Key', { field: 'id' }, keyed)!.key).toEqual({ schema: schemaOf('int32'), value: 7 })
    expect(valueAfter('ExtractField$Value', { field: 'name' }).value).toBe('Austin')
  })

  it('InsertField: fields about the record', () => {
    const after = valueAfter('InsertField$Value', {
      'topic.field': 'topic!',
      'timestamp.field': 'ts',
      'static.field': 'src?',
      'static.value': 'cta',
    })
    expect(after.value).toMatchObject({ id: 7, topic: 'cta.stations', ts: record.timestamp, src: 'cta' })
    const optional = Object.fromEntries(
      after.schema!.fields!.slice(5).map(field => [field.name, field.schema.optional]),
    )
    expect(optional).toEqual({ topic: false, ts: true, src: true })
  })

  it('ReplaceField: some fields, others under new names', () => {
    const after = valueAfter('ReplaceField$Value', { exclude: 'fare,at', renames: 'id:stop, name:title' })
    expect(after.value).toEqual({ stop: 7, title: 'Austin', load: 2.75 })
    expect(fieldNames(after)).toEqual(['stop', 'title', 'load'])
    expect(valueAfter('ReplaceField$Value', { include: 'id' }).value).toEqual({ id: 7 })
    expect(valueAfter('ReplaceField$Value', { whitelist: 'id' }).value).toEqual({ id: 7 })
  })

  it('MaskField: empty values, or what was given', () => {
    expect(valueAfter('MaskField$Value', { fields: 'id,name,fare' }).value).toMatchObject({
      id: 0,
      name: '',
      fare: new Decimal(0n, 2),
      load: 2.75,
    })
    expect(valueAfter('MaskField$Value', { fields: 'name', replacement: '***' }).value).toMatchObject({ name: '***' })
    expect(valueAfter('MaskField$Value', { fields: 'id', replacement: '9' }).value).toMatchObject({ id: 9 })
  })

  it('Cast: other types', () => {
    const after = valueAfter('Cast$Value', { spec: 'id:string, load:int8,fare:float64' })
    expect(after.value).toMatchObject({ id: '7', load: 2, fare: 2.5 })
    expect(after.schema!.fields!.map(field => field.schema.type)).toEqual([
      'string',
      'string',
      'float64',
      'int64',
      'int8',
    ])
  })

  it('Cast: another type for a value that is no struct', () => {
    const plain = { ...record, value: { schema: schemaOf('string'), value: '12' } }
    expect(apply('Cast$Value', { spec: 'int64' }, plain)!.value).toEqual({ schema: schemaOf('int64'), value: 12 })
  })

  it('TimestampConverter: times in other forms', () => {
    const at = (config: RawConfig) =>
      (valueAfter('TimestampConverter$Value', { field: 'at', ...config }).value as { at: unknown }).at
    expect(at({ 'target.type': 'string', format: "yyyy-MM-dd'T'HH:mm:ss.SSS" })).toBe('2023-11-14T22:13:20.123')
    expect(at({ 'target.type': 'unix', 'unix.precision': 'seconds' })).toBe(1700000000)
    expect(at({ 'target.type': 'Date' })).toBe(19675)
    expect(at({ 'target.type': 'Time' })).toBe(80000123)
  })

  it('RegexRouter: another topic, when the whole name matches', () => {
    expect(apply('RegexRouter', { regex: 'cta\\.(.*)', replacement: 'org.chicago.$1' })!.topic).toBe(
      'org.chicago.stations',
    )
    expect(apply('RegexRouter', { regex: 'stations', replacement: 'x' })!.topic).toBe('cta.stations')
  })

  it('TimestampRouter: the time in the topic', () => {
    expect(apply('TimestampRouter', {})!.topic).toBe('cta.stations-20260131')
    const config = { 'topic.format': '${timestamp}/${topic}', 'timestamp.format': "yyyy-MM'X'HHmm" }
    expect(apply('TimestampRouter', config)!.topic).toBe('2026-01X2359/cta.stations')
  })

  it('HoistField, SetSchemaMetadata, InsertHeader and Filter: what their names say', () => {
    expect(valueAfter('HoistField$Value', { field: 'row' }).value).toEqual({ row: value })
    expect(valueAfter('SetSchemaMetadata$Value', { 'schema.name': 'Station' }).schema!.name).toBe('Station')
    expect(apply('InsertHeader', { header: 'h', 'value.literal': 'v' })!.headers[0]).toMatchObject({
      name: 'h',
      value: 'v',
    })
    expect(apply('Filter', {})).toBeNull()
  })

  it('the same schema object for the same schema, so that converters need not look twice', () => {
    const plugin = findClass(transforms, 'InsertField$Value')!
    const transform = plugin.create(readConfig(plugin.definitions, { 'topic.field': 't' }))
    expect(transform(record)!.value.schema).toBe(transform(record)!.value.schema)
  })

  it('nothing else of it: the record that came in stays as it was', () => {
    apply('MaskField$Value', { fields: 'id' })
    apply('InsertField$Value', { 'topic.field': 't' })
    expect(record.value.value).toEqual(value)
  })
})

describe('a transform refuses', () => {
  const plain = { ...record, value: { schema: schemaOf('int32'), value: 5 } }

  it.each<[string, RawConfig, string]>([
    [
      'ValueToKey',
      { fields: 'id' },
      'Only Struct objects supported for [copying fields from value to key], found: java.lang.Integer',
    ],
    [
      'ExtractField$Value',
      { field: 'id' },
      'Only Struct objects supported for [field extraction], found: java.lang.Integer',
    ],
    ['InsertField$Value', { 'topic.field': 't' }, 'Only Struct objects supported for [field insertion]'],
    ['ReplaceField$Value', { include: 'id' }, 'Only Struct objects supported for [field replacement]'],
  ])('%s %o a value that is no struct', (name, config, message) => {
    expect(() => apply(name, config, plain)).toThrow(message)
  })

  it.each<[string, RawConfig, string]>([
    ['ValueToKey', { fields: 'nope' }, 'Field does not exist: nope'],
    ['ExtractField$Value', { field: 'nope' }, 'Unknown field: nope'],
    ['Cast$Value', { spec: 'name:int32' }, 'was out of range'],
    ['Cast$Value', { spec: 'id:decimal' }, 'Unsupported type found'],
    ['Cast$Value', { spec: 'id:int32,int8' }, 'may only specify that one cast'],
    ['InsertField$Value', {}, 'No field insertion configured'],
    ['InsertField$Value', { 'static.field': 'a' }, 'No value specified for static field'],
    ['ReplaceField$Value', { renames: 'a' }, 'Invalid rename mapping'],
    ['RegexRouter', { regex: '(', replacement: '' }, 'Invalid regex'],
    ['TimestampRouter', { 'timestamp.format': 'MMM' }, 'known are y, M, d'],
    ['TimestampConverter$Value', { 'target.type': 'string', field: 'at' }, 'requires format option'],
    ['TimestampConverter$Value', { 'target.type': 'Date', field: 'name', format: 'yyyy' }, 'Could not parse timestamp'],
    ['MaskField$Value', { fields: 'at', replacement: 'x' }, 'Cannot mask value'],
    ['ValueToKey', {}, 'Missing required configuration "fields"'],
  ])('%s with %o', (name, config, message) => {
    expect(() => apply(name, config)).toThrow(message)
  })

  it('a record without timestamp where it needs one', () => {
    expect(() => apply('TimestampRouter', {}, { ...record, timestamp: null })).toThrow('Timestamp missing on record')
  })
})

describe('a date in the format of Java', () => {
  it.each([
    ["yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", '2024-02-29T13:05:09.042Z', Date.UTC(2024, 1, 29, 13, 5, 9, 42)],
    ['d.M.yyyy', '1.2.2024', Date.UTC(2024, 1, 1)],
    ['yyyyMMddHHmmss', '20240229130509', Date.UTC(2024, 1, 29, 13, 5, 9)],
    ["yyyy'''year'", "2024'year", Date.UTC(2024, 0, 1)],
  ])('%s is written and read: %s', (format, text, ms) => {
    expect(formatDate(format, ms)).toBe(text)
    expect(parseDate(format, text)).toBe(ms)
  })

  it('is read with its offset', () => {
    expect(parseDate('yyyy-MM-dd HH:mmXXX', '2024-01-01 02:00+02:00')).toBe(Date.UTC(2024, 0, 1))
  })

  it('that does not fit is null', () => expect(parseDate('yyyy', 'soon')).toBeNull())
})
