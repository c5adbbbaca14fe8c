import { describe, expect, it } from 'vitest'
import { parseStatements } from '../syntax/parse'
import { integer, string } from '../syntax/types'
import { findsKey } from './pull'
import { checkSetting } from './settings'

describe('a property', () => {
  it.each([
    ['auto.offset.reset', 'EARLIEST', 'ksql.streams.auto.offset.reset', 'earliest'],
    ['ksql.streams.auto.offset.reset', 'latest', 'ksql.streams.auto.offset.reset', 'latest'],
    ['ksql.streams.consumer.auto.offset.reset', 'earliest', 'ksql.streams.auto.offset.reset', 'earliest'],
    ['cache.max.bytes.buffering', '10000000', 'ksql.streams.cache.max.bytes.buffering', '10000000'],
    ['ksql.functions.collect_list.limit', '5', 'ksql.functions.collect_list.limit', '5'],
    ['ksql.persistence.default.format.value', 'json', 'ksql.persistence.default.format.value', 'JSON'],
  ])('%s=%s is taken as %s=%s', (name, value, fullName, checked) =>
    expect(checkSetting(name, value)).toEqual({ name: fullName, value: checked }),
  )

  it.each([
    ['no.such.property', '1', 'Unrecognizable property: no.such.property'],
    [
      'auto.offset.reset',
      'none',
      'Invalid value none for configuration auto.offset.reset: String must be one of: earliest, latest',
    ],
    [
      'consumer.max.poll.records',
      '1',
      'The property consumer.max.poll.records is not supported yet by the embedded ksqlDB.',
    ],
    [
      'ksql.streams.producer.acks',
      'all',
      'The property ksql.streams.producer.acks is not supported yet by the embedded ksqlDB.',
    ],
    [
      'processing.guarantee',
      'exactly_once_v2',
      'processing.guarantee=exactly_once_v2 is not supported yet by the embedded ksqlDB.',
    ],
    [
      'ksql.functions.collect_set.limit',
      '10001',
      'Invalid value 10001 for configuration ksql.functions.collect_set.limit: Value must be no more than 10000',
    ],
    ['commit.interval.ms', 'soon', 'Invalid value soon for configuration commit.interval.ms: Not a number of type INT'],
    [
      'ksql.persistence.default.format.value',
      'PROTOBUF',
      'ksql.persistence.default.format.value=PROTOBUF is not supported yet by the embedded ksqlDB.',
    ],
  ])('%s=%s is refused', (name, value, message) =>
    expect(() => checkSetting(name, value)).toThrow(expect.objectContaining({ message, code: 40000 })),
  )
})

describe('a look-up by key', () => {
  const key = [
    { name: 'A', type: integer },
    { name: 'B', type: string },
  ]
  it.each([
    ["a = 1 AND b = 'x'", true],
    ["a IN (1, 2) AND b = 'x' AND c > 1", true],
    ["(a = 1 AND b = 'x') OR (b = 'y' AND 2 = a)", true],
    ['a = 1', false],
    ["a = 1 OR b = 'x'", false],
    ["a = a AND b = 'x'", false],
    ["a NOT IN (1) AND b = 'x'", false],
    ["NOT (a = 1 AND b = 'x')", false],
    ["a > 1 AND b = 'x'", false],
  ])('is %s: %s', (where, expected) => {
    const [statement] = parseStatements(`SELECT * FROM t WHERE ${where};`).statements
    expect(statement?.kind === 'select' && findsKey(statement.query.where, key)).toBe(expected)
  })

  it('is no SELECT without WHERE', () => expect(findsKey(null, key)).toBe(false))
})
