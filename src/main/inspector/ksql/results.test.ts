import { describe, expect, it } from 'vitest'
import { ksqlRowsMax } from '../../../shared/contract/ksql'
import { resultsOf } from './results'
import { rowBuffer } from './row-buffer'

describe('what an entity says', () => {
  it('is a table for lists', () => {
    const [result] = resultsOf({
      '@type': 'queries',
      queries: [{ id: 'Q', queryType: 'PERSISTENT', state: 'RUNNING', sinks: ['A', 'B'], queryString: 'CREATE …' }],
    })
    expect(result).toMatchObject({
      kind: 'table',
      title: 'Queries',
      rows: [{ cells: ['"Q"', '"PERSISTENT"', '"RUNNING"', '"A, B"', '"CREATE …"'] }],
      left: 0,
    })
  })

  it('is its message, and that it warns', () => {
    const status = { '@type': 'currentStatus', commandStatus: { status: 'SUCCESS', message: 'Stream created' } }
    expect(resultsOf({ ...status, warnings: [{ message: 'an old key' }] })).toEqual([
      { kind: 'text', text: 'an old key', tone: 'warn' },
      { kind: 'text', text: 'Stream created', tone: 'ok' },
    ])
    expect(resultsOf({ '@type': 'warning_entity', message: 'there already' })).toEqual([
      { kind: 'text', text: 'there already', tone: 'warn' },
    ])
    expect(resultsOf({ ...status, commandStatus: { status: 'ERROR', message: 'no' } })).toMatchObject([
      { tone: 'warn' },
    ])
  })

  it('is a table and the statement of a described source', () => {
    const fields = [{ name: 'ID', schema: { type: 'INTEGER' }, type: 'KEY' }]
    const sourceDescription = {
      name: 'A',
      type: 'STREAM',
      topic: 'a',
      valueFormat: 'JSON',
      fields,
      statement: 'CREATE …',
    }
    expect(resultsOf({ '@type': 'sourceDescription', sourceDescription })).toMatchObject([
      {
        kind: 'table',
        title: 'A, stream over the topic a, values in JSON',
        rows: [{ cells: ['"ID"', '"INTEGER"', 'true'] }],
      },
      { kind: 'text', text: 'CREATE …' },
    ])
  })

  it('is a table of the only list of an entity that nobody knows, else its JSON', () => {
    expect(
      resultsOf({ '@type': 'connector_list', connectors: [{ name: 'a' }, { name: 'b', state: 'x' }] }),
    ).toMatchObject([
      { kind: 'table', title: 'connector_list', rows: [{ cells: ['"a"', 'null'] }, { cells: ['"b"', '"x"'] }] },
    ])
    expect(resultsOf({ '@type': 'odd', some: { thing: 1 } })).toMatchObject([
      { kind: 'text', text: expect.stringContaining('"thing": 1') as string },
    ])
  })

  it('is cut at the bound, and says how much is left', () => {
    const topics = Array.from({ length: ksqlRowsMax + 7 }, (_, i) => ({ name: `t${i}`, replicaInfo: [1] }))
    const [result] = resultsOf({ '@type': 'kafka_topics', topics })
    expect(result).toMatchObject({ left: 7 })
  })

  it.each([{}, { '@type': 'streams' }, { '@type': 'toString' }, { '@type': 'type_list', types: {} }])(
    'may be little: %o',
    entity => {
      expect(resultsOf(entity)).toHaveLength(1)
    },
  )
})

describe('rows that wait', () => {
  const row = (text: string) => ({ cells: [text], isDeleted: false })

  it('are taken oldest first, at most a message full', () => {
    const buffer = rowBuffer()
    for (let i = 0; i < 2_500; i++) buffer.push(row(String(i)))
    expect([buffer.take().length, buffer.take().length]).toEqual([1_000, 1_000])
    expect(buffer.take()[0]).toEqual(row('2000'))
    expect([buffer.received, buffer.skipped, buffer.waiting]).toEqual([2_500, 0, 0])
    expect(buffer.take()).toEqual([])
  })

  it('are the newest when they are too many', () => {
    const buffer = rowBuffer()
    for (let i = 0; i < 12_000; i++) buffer.push(row(String(i)))
    expect([buffer.received, buffer.skipped, buffer.waiting]).toEqual([12_000, 7_000, 5_000])
    expect(buffer.take()[0]).toEqual(row('7000'))
  })

  it('are bounded by their size, too', () => {
    const buffer = rowBuffer()
    for (let i = 0; i < 40; i++) buffer.push(row('x'.repeat(900_000)))
    expect(buffer.waiting).toBe(17)
    expect(buffer.take()).toHaveLength(1)
  })

  it('count what never came as a row', () => {
    const buffer = rowBuffer()
    buffer.skip(3)
    expect([buffer.received, buffer.skipped, buffer.waiting]).toEqual([3, 3, 0])
  })
})
