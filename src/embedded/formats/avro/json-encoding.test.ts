import { describe, expect, it } from 'vitest'
import { decodeAvro, decodeJson, encodeJson, parseAvro } from '.'
import { stringifyJson, type Json } from '../json'

const status = { type: 'enum', name: 'n.status', symbols: ['sunny', 'cloudy'] }

describe('Avro’s JSON encoding', () => {
  const exact: [schema: unknown, json: Json][] = [
    ['null', null],
    ['boolean', true],
    ['int', -3],
    ['long', 9007199254740993n],
    ['double', 1.5],
    ['double', 'NaN'],
    ['string', 'ä'],
    ['bytes', '\u0000ÿ'],
    [{ type: 'fixed', name: 'x', size: 2 }, 'ab'],
    [status, 'cloudy'],
    [{ type: 'array', items: 'int' }, [1, 2]],
    [{ type: 'map', values: 'int' }, { a: 1 }],
    [['null', 'int'], null],
    [['null', 'int', 'long'], { long: 1 }],
    [['null', status], { 'n.status': 'sunny' }],
    [
      {
        type: 'record',
        name: 'w',
        fields: [
          { name: 'temperature', type: 'float' },
          { name: 'status', type: status },
        ],
      },
      { temperature: 70.5, status: 'sunny' },
    ],
  ]
  it.each(exact.map(([schema, json]) => ({ name: stringifyJson([schema, json]), schema, json })))(
    '$name',
    ({ schema, json }) => {
      const parsed = parseAvro(JSON.stringify(schema))
      expect(decodeJson(parsed, encodeJson(parsed, json))).toEqual(json)
    },
  )

  const lenient: [name: string, schema: unknown, json: Json, value: unknown][] = [
    ['a fraction for a long is cut off', 'long', 1764028800.9, 1764028800],
    ['a fraction for an int is cut off', 'int', -1.9, -1],
    ['a whole number for a double', 'double', 70, 70],
    ['a long number for a double', 'double', 9007199254740993n, 9007199254740992],
    ['a branch by its short name', ['null', status], { status: 'sunny' }, 'sunny'],
    ['a member too many', { type: 'record', name: 'r', fields: [] }, { a: 1 }, {}],
  ]
  it.each(lenient)('takes %s', (_, schema, json, value) => {
    const parsed = parseAvro(JSON.stringify(schema))
    expect(decodeAvro(parsed, encodeJson(parsed, json))).toEqual(value)
  })

  const bad: [schema: unknown, json: Json, message: string][] = [
    ['int', '1', '/: "1" is not int.'],
    ['int', 2 ** 31, '/: 2147483648 is not int.'],
    ['long', 1e30, 'is not long'],
    ['boolean', 1, '/: 1 is not boolean.'],
    ['string', 1, '/: 1 is not string.'],
    ['bytes', 'Ā', '/: "Ā" is not bytes.'],
    [status, 'rainy', '/: "rainy" is not n.status.'],
    [['null', 'int'], 1, '/: 1 is not null or {"branch": value}, one of null, int.'],
    [['null', 'int'], { long: 1 }, '/: an object with long is not null or'],
    [['int'], null, '/: null is not'],
    [{ type: 'array', items: 'int' }, { a: 1 }, '/: an object with a is not array.'],
    [{ type: 'record', name: 'r', fields: [{ name: 'a', type: 'int', default: 1 }] }, {}, '/a: the field is missing.'],
    [
      { type: 'record', name: 'r', fields: [{ name: 'a', type: { type: 'map', values: 'int' } }] },
      { a: { b: 'x' } },
      '/a/b: "x" is not int.',
    ],
  ]
  it.each(bad)('refuses for %j: %j', (schema, json, message) => {
    expect(() => encodeJson(parseAvro(JSON.stringify(schema)), json)).toThrow(message)
  })
})
