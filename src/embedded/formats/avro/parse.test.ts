import { describe, expect, it } from 'vitest'
import { parseAvro } from '.'

describe('the canonical text', () => {
  const cases: [name: string, schema: string, text: string][] = [
    ['white space goes', ' { "type" : "string" } ', '"string"'],
    [
      'attributes get one order',
      '{"fields":[],"name":"r","type":"record"}',
      '{"type":"record","name":"r","fields":[]}',
    ],
    [
      'a full name is parted',
      '{"type":"record","name":"a.b.r","fields":[]}',
      '{"type":"record","name":"r","namespace":"a.b","fields":[]}',
    ],
    [
      'a full name wins over a namespace',
      '{"type":"enum","name":"a.e","namespace":"z","symbols":[]}',
      '{"type":"enum","name":"e","namespace":"a","symbols":[]}',
    ],
    [
      'what says nothing goes',
      '{"type":"record","name":"r","fields":[{"name":"f","type":{"type":"int"},"order":"ascending"}]}',
      '{"type":"record","name":"r","fields":[{"name":"f","type":"int"}]}',
    ],
    [
      'docs, defaults, aliases, orders and unknown attributes stay',
      '{"type":"record","name":"r","doc":"d","aliases":["q"],"x":1,"fields":[{"name":"f","doc":"e","order":"ignore","aliases":["g"],"type":{"type":"long","logicalType":"timestamp-millis"},"default":9007199254740993}]}',
      '{"type":"record","name":"r","doc":"d","fields":[{"name":"f","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"e","default":9007199254740993,"order":"ignore","aliases":["g"]}],"x":1,"aliases":["q"]}',
    ],
    [
      'a second use is a name, short inside its own namespace',
      '{"type":"record","name":"n.r","fields":[{"name":"a","type":{"type":"fixed","name":"x","size":1}},{"name":"b","type":"n.x"},{"name":"c","type":{"type":"array","items":"r"}}]}',
      '{"type":"record","name":"r","namespace":"n","fields":[{"name":"a","type":{"type":"fixed","name":"x","size":1}},{"name":"b","type":"x"},{"name":"c","type":{"type":"array","items":"r"}}]}',
    ],
    [
      'a namespace inside another is said',
      '{"type":"record","name":"n.r","fields":[{"name":"a","type":{"type":"enum","name":"o.e","symbols":["A"]}}]}',
      '{"type":"record","name":"r","namespace":"n","fields":[{"name":"a","type":{"type":"enum","name":"e","namespace":"o","symbols":["A"]}}]}',
    ],
    ['a primitive’s bare name', 'string', '"string"'],
  ]
  it.each(cases)('%s', (_, schema, text) => {
    expect(parseAvro(schema).text).toBe(text)
    expect(parseAvro(text).text).toBe(text)
  })

  it('leaves the types of references out', () => {
    const text = '{"type":"array","items":"n.x"}'
    expect(parseAvro(text, ['{"type":"fixed","name":"n.x","size":1}']).text).toBe(text)
  })
})

describe('what is no schema', () => {
  const field = (type: string, more = '') =>
    `{"type":"record","name":"r","fields":[{"name":"f","type":${type}${more}}]}`
  const cases: [schema: string, message: string][] = [
    ['', 'The schema is not JSON'],
    ['{"type":"record"', 'The schema is not JSON'],
    ['1', 'at /: a type is a name, an object or a list, not 1'],
    ['"strin"', 'at /: "strin" is neither a primitive type nor declared before'],
    ['{"name":"r"}', 'the type is missing'],
    ['{"type":"record","name":"r"}', 'at /: "fields" must be a list'],
    ['{"type":"record","fields":[]}', '"name" must be text'],
    ['{"type":"record","name":"1r","fields":[]}', '"1r" is not a name'],
    ['{"type":"record","name":"a-b","fields":[]}', '"a-b" is not a name'],
    ['{"type":"record","name":"int","fields":[]}', 'int is the name of a primitive type'],
    [field('"int"', ',"default":"1"'), 'at /fields/0/default: the default of field f is not of its type'],
    [field('["null","int"]', ',"default":"x"'), 'the default of field f'],
    [field('"int"', ',"order":"up"'), 'order is ascending'],
    [field('{"type":"enum","name":"r","symbols":[]}'), 'at /fields/0/type: r is declared twice'],
    [
      '{"type":"record","name":"r","fields":[{"name":"f","type":"int"},{"name":"f","type":"int"}]}',
      'at /fields/1: the record has two fields called f',
    ],
    ['{"type":"record","name":"r","fields":[{"name":"a b","type":"int"}]}', '"a b" is not a name'],
    ['{"type":"enum","name":"e","symbols":["A","A"]}', 'has a symbol twice'],
    ['{"type":"enum","name":"e","symbols":["A B"]}', 'symbol "A B" is not a name'],
    ['{"type":"enum","name":"e","symbols":["A"],"default":"B"}', '"B" is not a symbol'],
    ['{"type":"fixed","name":"x","size":-1}', 'needs a "size"'],
    ['{"type":"array"}', 'an array needs "items"'],
    ['{"type":"map"}', 'a map needs "values"'],
    ['["null","null"]', 'at /1: the union has null twice'],
    ['["null",["int"]]', 'at /1: a union may not hold a union'],
    ['['.repeat(300) + ']'.repeat(300), 'nested deeper than 200'],
  ]
  it.each(cases)('%.60s', (schema, message) => {
    expect(() => parseAvro(schema)).toThrow(message)
  })
})
