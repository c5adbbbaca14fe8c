import { describe, expect, it } from 'vitest'
import { incompatibilities, parseAvro } from '.'

const record = (fields: object[], more: object = {}) => ({ type: 'record', name: 'r', fields, ...more })
const field = (name: string, type: unknown, more: object = {}) => ({ name, type, ...more })
const enumOf = (...symbols: string[]) => ({ type: 'enum', name: 'e', symbols })
const fixed = (size: number, name = 'x') => ({ type: 'fixed', name, size })

function check(reader: unknown, writer: unknown): string[] {
  const parse = (schema: unknown) => parseAvro(JSON.stringify(schema)).root
  return incompatibilities(parse(reader), parse(writer)).map(({ kind, path, detail }) => `${kind} ${path} ${detail}`)
}

describe('a reader can read a writer’s data', () => {
  const cases: [name: string, reader: unknown, writer: unknown][] = [
    ['of the same schema', record([field('a', 'int')]), record([field('a', 'int')])],
    ['with a field more that has a default', record([field('a', 'int', { default: 1 })]), record([])],
    ['with a field less', record([]), record([field('a', 'int')])],
    ['with a field renamed by alias', record([field('b', 'int', { aliases: ['a'] })]), record([field('a', 'int')])],
    ['with the record renamed by alias', record([], { name: 'q', aliases: ['r'] }), record([])],
    ['in another namespace', record([], { namespace: 'z' }), record([])],
    ...[
      ['int', 'long'],
      ['int', 'float'],
      ['int', 'double'],
      ['long', 'float'],
      ['long', 'double'],
      ['float', 'double'],
      ['string', 'bytes'],
      ['bytes', 'string'],
    ].map(([writer, reader]): [string, unknown, unknown] => [`from ${writer} to ${reader}`, reader, writer]),
    ['with a symbol more', enumOf('A', 'B'), enumOf('A')],
    ['with a symbol less and a default', { ...enumOf('A'), default: 'A' }, enumOf('A', 'B')],
    ['with a branch more', ['null', 'int'], ['int']],
    ['in a union that has its type', ['null', 'string'], 'string'],
    ['in a union that has a wider type', ['null', 'long'], 'int'],
    ['of a union whose branches it all takes', 'long', ['int', 'long']],
    ['with array items promoted', { type: 'array', items: 'long' }, { type: 'array', items: 'int' }],
    ['with map values promoted', { type: 'map', values: 'double' }, { type: 'map', values: 'float' }],
    ['of a recursive type', record([field('next', ['null', 'r'])]), record([field('next', ['null', 'r'])])],
    ['with another logical type', { type: 'long', logicalType: 'timestamp-millis' }, 'long'],
  ]
  it.each(cases)('%s', (_, reader, writer) => expect(check(reader, writer)).toEqual([]))
})

describe('a reader cannot read a writer’s data', () => {
  const cases: [reader: unknown, writer: unknown, found: string[]][] = [
    [record([field('a', 'int')]), record([]), ['READER_FIELD_MISSING_DEFAULT_VALUE /fields/0 a']],
    ['int', 'long', ['TYPE_MISMATCH / reader type: INT not compatible with writer type: LONG']],
    [
      record([field('z', 'int', { default: 0 }), field('a', 'int')]),
      record([field('a', 'string')]),
      ['TYPE_MISMATCH /fields/1/type reader type: INT not compatible with writer type: STRING'],
    ],
    [record([]), record([], { name: 'q' }), ['NAME_MISMATCH /name expected: q']],
    [fixed(1), fixed(2), ['FIXED_SIZE_MISMATCH /size expected: 2, found: 1']],
    [fixed(1), fixed(2, 'y'), ['NAME_MISMATCH /name expected: y', 'FIXED_SIZE_MISMATCH /size expected: 2, found: 1']],
    [enumOf('A'), enumOf('A', 'B', 'C'), ['MISSING_ENUM_SYMBOLS /symbols [B, C]']],
    [['null', 'int'], ['null', 'int', 'string'], ['MISSING_UNION_BRANCH /2 reader union lacking writer type: string']],
    [['null', 'int'], 'string', ['MISSING_UNION_BRANCH / reader union lacking writer type: string']],
    ['int', ['int', 'null'], ['TYPE_MISMATCH / reader type: INT not compatible with writer type: NULL']],
    [
      { type: 'array', items: 'int' },
      { type: 'array', items: 'long' },
      ['TYPE_MISMATCH /items reader type: INT not compatible with writer type: LONG'],
    ],
    [
      { type: 'map', values: 'int' },
      { type: 'array', items: 'int' },
      ['TYPE_MISMATCH / reader type: MAP not compatible with writer type: ARRAY'],
    ],
    [
      record([field('next', ['null', 'r']), field('a', 'int')]),
      record([field('next', ['null', 'r'])]),
      ['READER_FIELD_MISSING_DEFAULT_VALUE /fields/1 a'],
    ],
  ]
  it.each(cases)('%j of %j', (reader, writer, found) => expect(check(reader, writer)).toEqual(found))

  it('ends soon for types that hold each other in unions', () => {
    const names = Array.from({ length: 12 }, (_, index) => `t${index}`)
    const schema = (last: string) => {
      const root = record([])
      root.fields = names.map(name =>
        field(`f_${name}`, record([field('all', ['null', 'r']), field('v', name === 't11' ? last : 'int')], { name })),
      )
      return root
    }
    expect(check(schema('int'), schema('string'))).toEqual([
      'TYPE_MISMATCH /fields/11/type/fields/1/type reader type: INT not compatible with writer type: STRING',
    ])
  })
})
