import { expect, it } from 'vitest'
import type { DecodedDetail, RecordDetail } from '../../../shared/contract/records'
import { recordJson } from './record-json'

const part = (change: Partial<DecodedDetail>): DecodedDetail => ({
  kind: 'null',
  text: '',
  isCut: false,
  reason: null,
  schemaId: null,
  schema: null,
  sizeBytes: null,
  base64: null,
  ...change,
})
const record: RecordDetail = {
  topic: 'orders',
  partition: 1,
  offset: '9223372036854775806',
  timestamp: 1_784_067_876_579,
  timestampType: 'created',
  key: part({}),
  value: part({ kind: 'avro', text: '{"id": 9007199254740993, "name": "Belmont"}' }),
  headers: [],
  headersCount: 0,
  sizeBytes: 20,
  batch: {
    baseOffset: '0',
    records: 1,
    sizeBytes: 80,
    codec: 'none',
    leaderEpoch: 0,
    isTransactional: false,
    producerId: null,
  },
}

it('says everything of a record, with numbers as they were written', () => {
  expect(recordJson(record)).toBe(`{
  "topic": "orders",
  "partition": 1,
  "offset": 9223372036854775806,
  "timestamp": 1784067876579,
  "key": null,
  "value": {
    "id": 9007199254740993,
    "name": "Belmont"
  },
  "headers": []
}`)
})

it('keeps texts texts, bytes base64, and says what is cut', () => {
  const odd = {
    ...record,
    timestamp: null,
    key: part({ kind: 'text', text: '123' }),
    value: part({ kind: 'bytes', text: '00 ff', base64: 'AP8=', isCut: true }),
    headers: [{ name: 'a"b', value: part({ kind: 'json', text: '{"cut', isCut: true }) }],
  }
  expect(JSON.parse(recordJson(odd))).toMatchObject({
    key: '123',
    value: { base64: 'AP8=' },
    valueIsCut: true,
    headers: [{ name: 'a"b', value: '{"cut', valueIsCut: true }],
  })
})
