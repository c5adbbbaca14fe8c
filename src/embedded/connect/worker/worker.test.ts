import { describe, expect, it } from 'vitest'
import { silentLog } from '../../lib/log'
import type { RawConfig } from '../config/definition'
import { recordOf, type SourceRecord } from '../data/record'
import { schemaOf, type Schema } from '../data/schema'
import { addressesOf } from '../http/addresses'
import { withWorkerDefaults } from './defaults'
import { withoutRepeats } from './last-offsets'
import { createPipeline, type KafkaRecord } from './pipeline'
import { chunks } from './sender'
import { topicCreation } from './topic-creation'

const schema: Schema = { type: 'struct', optional: false, fields: [{ name: 'id', schema: schemaOf('int32') }] }
const station = (id: number, table = 'a'): SourceRecord =>
  recordOf('cta.a', { schema, value: { id } }, { partition: { table }, offset: { incrementing: id } })

const base: RawConfig = { name: 'c', 'connector.class': 'x' }
const smt = 'org.apache.kafka.connect.transforms'

function pipeline(config: RawConfig) {
  const context = { addresses: addressesOf({}), signal: new AbortController().signal, log: silentLog(), now: () => 0 }
  return createPipeline({ ...base, ...config }, context)
}

describe('a record on its way to Kafka', () => {
  it('is JSON without schemas where the connector does not say otherwise', async () => {
    expect(await pipeline({})(station(7))).toEqual({
      topic: 'cta.a',
      partition: null,
      key: null,
      value: Buffer.from('{"id":7}'),
      timestamp: null,
      headers: {},
    })
  })

  it('goes through the transforms in the order of the list, with spaces after commas', async () => {
    const config = {
      transforms: 'createKey, extractId,route',
      'transforms.createKey.type': `${smt}.ValueToKey`,
      'transforms.createKey.fields': 'id',
      'transforms.extractId.type': `${smt}.ExtractField$Key`,
      'transforms.extractId.field': 'id',
      'transforms.route.type': `${smt}.RegexRouter`,
      'transforms.route.regex': 'cta\\.(.*)',
      'transforms.route.replacement': '$1',
    }
    expect(await pipeline(config)(station(7))).toMatchObject({ topic: 'a', key: Buffer.from('7') })
  })

  it('is filtered by predicates, also negated ones', async () => {
    const config = (negate: string) => ({
      transforms: 'drop',
      'transforms.drop.type': `${smt}.Filter`,
      'transforms.drop.predicate': 'isA',
      'transforms.drop.negate': negate,
      predicates: 'isA',
      'predicates.isA.type': `${smt}.predicates.TopicNameMatches`,
      'predicates.isA.pattern': '.*\\.a',
    })
    expect(await pipeline(config('false'))(station(1))).toBeNull()
    expect(await pipeline(config('true'))(station(1))).not.toBeNull()
  })

  const broken = {
    transforms: 'key',
    'transforms.key.type': `${smt}.ValueToKey`,
    'transforms.key.fields': 'nope',
  }

  it('fails the task when it cannot be transformed', async () => {
    await expect(pipeline(broken)(station(1))).rejects.toMatchObject({
      message: 'Tolerance exceeded in error handler',
      cause: { message: 'Field does not exist: nope' },
    })
  })

  it('is left out instead when errors are tolerated', async () => {
    expect(await pipeline({ ...broken, 'errors.tolerance': 'all' })(station(1))).toBeNull()
  })
})

describe("the worker's converters", () => {
  it('are for connectors that name none', () => {
    expect(withWorkerDefaults({})['value.converter.schemas.enable']).toBe('false')
  })

  it('do not set up a converter that the connector names', () => {
    const config = withWorkerDefaults({ 'value.converter': 'org.apache.kafka.connect.json.JsonConverter' })
    expect(config['value.converter.schemas.enable']).toBeUndefined()
    expect(config['key.converter.schemas.enable']).toBe('false')
  })
})

describe('requests to Kafka', () => {
  const record = (bytes: number): KafkaRecord => ({
    topic: 't',
    partition: null,
    key: null,
    value: Buffer.alloc(bytes),
    timestamp: null,
    headers: {},
  })
  const sizes = (records: KafkaRecord[]) => [...chunks(records)].map(chunk => chunk.length)

  it.each<[string, KafkaRecord[], number[]]>([
    ['nothing', [], []],
    ['few records', Array.from({ length: 3 }, () => record(10)), [3]],
    ['more records than one request takes', Array.from({ length: 2001 }, () => record(1)), [2000, 1]],
    ['large records', Array.from({ length: 3 }, () => record(300_000)), [1, 1, 1]],
    ['a record that is too large for all', [record(1), record(2_000_000), record(1)], [1, 1, 1]],
  ])('hold %s', (_what, records, expected) => expect(sizes(records)).toEqual(expected))
})

describe('offsets of a batch', () => {
  it('are the last of each partition', () => {
    const records = [
      station(1, 'a'),
      station(2, 'b'),
      station(3, 'a'),
      { ...station(9), source: { partition: {}, offset: null } },
    ]
    expect(withoutRepeats(records)).toEqual([
      { partition: { table: 'a' }, offset: { incrementing: 3 } },
      { partition: { table: 'b' }, offset: { incrementing: 2 } },
    ])
  })
})

describe('topics that a connector makes', () => {
  it('are left to the broker without settings', () => expect(topicCreation({})('t')).toBeNull())

  it('take the settings of the first group that they match, and the defaults', () => {
    const settings = topicCreation({
      'topic.creation.default.partitions': '1',
      'topic.creation.default.replication.factor': '1',
      'topic.creation.groups': 'compacted, wide',
      'topic.creation.compacted.include': 'cta\\..*',
      'topic.creation.compacted.exclude': 'cta\\.x',
      'topic.creation.compacted.cleanup.policy': 'compact',
      'topic.creation.wide.include': '.*',
      'topic.creation.wide.partitions': '8',
    })
    expect(settings('cta.a')).toEqual({ partitions: 1, replicationFactor: 1, configs: { 'cleanup.policy': 'compact' } })
    expect(settings('cta.x')).toEqual({ partitions: 8, replicationFactor: 1, configs: {} })
  })

  it('are refused with settings that are no numbers', () => {
    expect(() => topicCreation({ 'topic.creation.default.partitions': 'many' })).toThrow('Not a number of type INT')
  })
})
