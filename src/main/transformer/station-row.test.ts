import { describe, expect, it } from 'vitest'
import { transformRow } from './station-row'

const row = { stop_id: 1, station_id: 40900, station_name: 'Howard', order: 0, red: true, blue: false, green: false }
const bytes = (json: unknown) => Buffer.from(JSON.stringify(json))

describe('a row of the stations topic', () => {
  it.each([
    [{ red: true, blue: true, green: true }, 'red'],
    [{ red: false, blue: true, green: true }, 'blue'],
    [{ red: false, blue: false, green: true }, 'green'],
  ])('with %j is of the line %s', (flags, line) => {
    expect(transformRow(bytes({ ...row, ...flags }))).toEqual({
      kind: 'station',
      station: { station_id: 40900, station_name: 'Howard', order: 0, line },
    })
  })

  it('without any of the three flags is left out, for its line would be none', () => {
    expect(transformRow(bytes({ ...row, red: false }))).toEqual({ kind: 'other-line' })
  })

  it.each([
    ['no value', null, /no value/],
    ['no JSON', Buffer.from('{'), /not JSON/],
    ['no object', bytes(7), /./],
    ['a station without a number', bytes({ ...row, station_id: '40900' }), /station_id/],
    ['a schema envelope', bytes({ schema: {}, payload: row }), /station_id/],
    ['a flag that is missing', bytes({ ...row, green: undefined }), /green/],
  ])('with %s is malformed, and says why', (_what, value, reason) => {
    const result = transformRow(value)
    expect(result.kind).toBe('malformed')
    expect('reason' in result && result.reason).toMatch(reason)
  })
})
