import { describe, expect, it } from 'vitest'
import type { DecodedField, RecordRow } from '../../../../shared/contract/records'
import { columnChoices, fieldOf, fieldsOffered, isMostlyPlain, shownColumns } from './columns'

const nothing = {
  kind: 'null',
  text: '',
  isCut: false,
  fields: null,
  schemaId: null,
  reason: null,
  sizeBytes: 0,
} as const
const row = (fields: DecodedField[] | null): RecordRow => ({
  partition: 0,
  offset: '0',
  timestamp: null,
  key: nothing,
  value: { ...nothing, kind: fields ? 'avro' : 'text', fields },
  headersCount: 0,
  sizeBytes: 0,
})
const field = (name: string, type: DecodedField['type'], text = 'x'): DecodedField => ({ name, type, text })
const ids = (columns: { id: string }[]) => columns.map(({ id }) => id)

describe('columns', () => {
  it('are the fields of the values, in their order and with the type of most of them', () => {
    const choices = columnChoices([
      row([field('station_id', 'number'), field('note', 'null')]),
      row([field('station_id', 'number'), field('line', 'string'), field('note', 'null')]),
      row(null),
    ])
    expect(choices.slice(4)).toEqual([
      { id: 'field:station_id', title: 'station_id', type: 'number' },
      { id: 'field:note', title: 'note', type: 'null' },
      { id: 'field:line', title: 'line', type: 'string' },
    ])
    expect(ids(shownColumns(choices, null))).toEqual(['field:station_id', 'field:note', 'field:line'])
  })

  it('are key and value where values have no fields, also of an empty topic', () => {
    expect(ids(shownColumns(columnChoices([row(null)]), null))).toEqual(['key', 'value'])
    expect(ids(shownColumns(columnChoices([]), null))).toEqual(['key', 'value'])
  })

  it('are key and value where most values have no fields, tombstones aside', () => {
    const tombstone = { ...row(null), value: nothing }
    const mixed = [row([field('a', 'string')]), row(null), row(null), tombstone]
    expect(isMostlyPlain(mixed)).toBe(true)
    expect(isMostlyPlain([row([field('a', 'string')]), tombstone, tombstone])).toBe(false)
    expect(isMostlyPlain([])).toBe(false)
    expect(ids(shownColumns(columnChoices(mixed), null, true))).toEqual(['key', 'value'])
  })

  it('are those that were chosen, in that order, also while no row has them; nonsense is left out', () => {
    const choices = columnChoices([row([field('a', 'string'), field('b', 'string')])])
    expect(ids(shownColumns(choices, ['field:b', 'key', 'field:gone', 'nonsense']))).toEqual([
      'field:b',
      'key',
      'field:gone',
    ])
    expect(shownColumns(choices, [])).toEqual([])
  })

  it('are few, however many fields there are', () => {
    const many = Array.from({ length: 5_000 }, (_, i) => field(`f${i}`, 'string'))
    const choices = columnChoices([row(many)])
    expect(choices).toHaveLength(4 + fieldsOffered)
    expect(shownColumns(choices, null)).toHaveLength(6)
  })

  it('find a field by its whole name, whatever stands in it', () => {
    const odd = row([field('a:b', 'string', 'found'), field('__proto__', 'number', '1')])
    expect(fieldOf(odd, 'field:a:b')?.text).toBe('found')
    expect(fieldOf(odd, 'field:__proto__')?.text).toBe('1')
    expect(fieldOf(odd, 'field:a')).toBeUndefined()
  })
})
