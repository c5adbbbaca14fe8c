import { describe, expect, it } from 'vitest'
import { Decimal, type Schema } from '../data/schema'
import { addressesOf } from '../http/addresses'
import { columnOf, type ColumnInfo } from './columns'
import { offsetPosition, readOffset, tablePartitions } from './offset'
import { statementFor, type StatementOptions } from './statement'
import { checkUnambiguous, groupTables, parseTablesText, tablesText, type TableId } from './tables'
import { parseDay, parseTimeOfDay, parseTimestamp, timestampText } from './times'
import { parseJdbcUrl } from './url'

const aliases = addressesOf({ postgres: '127.0.0.1:6001', 'postgres:5432': '127.0.0.1:6001' })

describe('a JDBC URL', () => {
  it.each([
    ['jdbc:postgresql://localhost:5432/cta', 'localhost', 5432, 'cta'],
    ['jdbc:postgresql://postgres:5432/cta', '127.0.0.1', 6001, 'cta'],
    ['jdbc:postgresql://postgres/cta', '127.0.0.1', 6001, 'cta'],
    ['jdbc:postgresql://POSTGRES/cta', '127.0.0.1', 6001, 'cta'],
    ['jdbc:postgresql://postgres:5433/cta', 'postgres', 5433, 'cta'],
    ['jdbc:postgresql://[::1]:7/cta', '::1', 7, 'cta'],
    ['jdbc:postgresql://h/my%20db?user=u', 'h', 5432, 'my db'],
    ['jdbc:postgresql:cta', 'localhost', 5432, 'cta'],
    ['jdbc:postgresql://h:1/', 'h', 1, ''],
  ])('%s names host %s, port %i, database %j', (url, host, port, database) => {
    expect(parseJdbcUrl(url, aliases)).toMatchObject({ hosts: [{ host, port }], database })
  })

  it('may name several hosts and parameters', () => {
    const { hosts, parameters } = parseJdbcUrl('jdbc:postgresql://a,b:2/cta?ssl=true&currentSchema=x', aliases)
    expect(hosts).toEqual([
      { host: 'a', port: 5432 },
      { host: 'b', port: 2 },
    ])
    expect(parameters.get('currentSchema')).toBe('x')
  })

  it.each([
    ['jdbc:mysql://h/db', 'No suitable driver found for jdbc:mysql'],
    ['postgresql://h/db', 'must begin with jdbc:postgresql:'],
    ['jdbc:postgresql://h:port/db', 'is not host:port'],
    ['', 'must begin with'],
  ])('%j is refused', (url, message) => expect(() => parseJdbcUrl(url, aliases)).toThrow(message))
})

describe('times as PostgreSQL writes them', () => {
  it.each([
    ['1970-01-01 00:00:00', 'UTC', 0n],
    ['2024-02-29 12:30:45.123456', 'UTC', 1709209845123456n],
    ['2024-02-29 12:30:45.5+05:30', 'UTC', 1709190045500000n],
    ['2024-02-29 12:30:45+00', 'America/Chicago', 1709209845000000n],
    ['2024-07-01 12:00:00', 'America/Chicago', 1719853200000000n],
    ['2024-01-01 12:00:00', 'America/Chicago', 1704132000000000n],
    ['1969-12-31 23:59:59.999999', 'UTC', -1n],
    ['0001-01-01 00:00:00 BC', 'UTC', -62167219200000000n],
  ])('%s in %s', (text, zone, micros) => expect(parseTimestamp(text, zone)).toBe(micros))

  it.each([
    [1719853200000001n, 'America/Chicago', '2024-07-01 12:00:00.000001-05:00'],
    [0n, 'UTC', '1970-01-01 00:00:00.000000+00:00'],
    [-1n, 'UTC', '1969-12-31 23:59:59.999999+00:00'],
    [0n, 'Asia/Kolkata', '1970-01-01 05:30:00.000000+05:30'],
  ])('%s in %s goes back as %s', (micros, zone, text) => {
    expect(timestampText(micros, zone)).toBe(text)
    expect(parseTimestamp(text, zone)).toBe(micros)
  })

  it('are days and milliseconds of the day, too', () => {
    expect(parseDay('1970-01-02')).toBe(1)
    expect(parseDay('1969-12-31')).toBe(-1)
    expect(parseTimeOfDay('00:00:01.5')).toBe(1500)
    expect(parseTimeOfDay('01:00:00+02')).toBe(82_800_000)
  })

  it('that no Timestamp can hold are refused', () => {
    expect(() => parseTimestamp('infinity', 'UTC')).toThrow('cannot be written as a Connect Timestamp')
  })
})

describe('a column becomes', () => {
  const column = (typeOid: number, more: Partial<ColumnInfo> = {}, numericMapping = 'none') =>
    columnOf(
      { name: 'c', typeOid, typeModifier: -1, category: '', notNull: true, ...more },
      { numericMapping, timeZone: 'UTC' },
    )
  const numeric = (precision: number, scale: number, mapping: string) =>
    column(1700, { typeModifier: ((precision << 16) | (scale & 0x7ff)) + 4 }, mapping)!

  it.each<[string, number, string, string, unknown]>([
    ['boolean', 16, 't', 'boolean', true],
    ['smallint', 21, '7', 'int16', 7],
    ['integer', 23, '-7', 'int32', -7],
    ['bigint', 20, '9007199254740993', 'int64', 9007199254740993n],
    ['real', 700, '0.1', 'float32', 0.1],
    ['double precision', 701, 'NaN', 'float64', NaN],
    ['text', 25, 'x', 'string', 'x'],
    ['jsonb', 3802, '{}', 'string', '{}'],
    ['uuid', 2950, 'u', 'string', 'u'],
    ['bytea', 17, '\\x00ff', 'bytes', Buffer.from([0, 255])],
    ['date', 1082, '1970-01-03', 'int32', 2],
    ['time', 1083, '00:00:02', 'int32', 2000],
    ['timestamp', 1114, '1970-01-01 00:00:03', 'int64', 3000],
    ['timestamptz', 1184, '1970-01-01 00:00:03+00', 'int64', 3000],
  ])('%s (%i): %s is %s %o', (_name, oid, text, type, value) => {
    const found = column(oid)!
    expect(found.field.schema).toMatchObject({ type, optional: false })
    expect(found.read(text)).toEqual(value)
  })

  it.each<[string, number, number, string, Partial<Schema>, unknown]>([
    [
      'none',
      5,
      2,
      '-12.5',
      { type: 'bytes', parameters: { scale: '2', 'connect.decimal.precision': '5' } },
      new Decimal(-1250n, 2),
    ],
    ['precision_only', 5, 0, '12', { type: 'int32' }, 12],
    ['precision_only', 5, 2, '12.50', { type: 'bytes' }, new Decimal(1250n, 2)],
    ['best_fit', 2, 0, '12', { type: 'int8' }, 12],
    ['best_fit', 4, 0, '12', { type: 'int16' }, 12],
    ['best_fit', 18, 0, '12', { type: 'int64' }, 12],
    ['best_fit', 19, 0, '12', { type: 'bytes' }, new Decimal(12n, 0)],
    ['best_fit', 5, 2, '12.50', { type: 'float64' }, 12.5],
    ['best_fit', 20, 2, '12.50', { type: 'bytes' }, new Decimal(1250n, 2)],
    ['best_fit_eager_double', 20, 2, '12.50', { type: 'float64' }, 12.5],
  ])('numeric with mapping %s: (%i,%i) %s', (mapping, precision, scale, text, schema, value) => {
    const found = numeric(precision, scale, mapping)
    expect(found.field.schema).toMatchObject(schema)
    expect(found.read(text)).toEqual(value)
  })

  it('a Decimal that loses nothing when its scale is not limited', () => {
    const found = column(1700)!
    expect((found.read('3.14') as Decimal).unscaled).toBe(314n * 10n ** 125n)
  })

  it('optional when it may be null', () => expect(column(23, { notNull: false })!.field.schema.optional).toBe(true))

  it('text for enums and other text types', () =>
    expect(column(99_999, { category: 'E' })!.field.schema.type).toBe('string'))

  it('nothing for arrays and types that Connect does not have', () => {
    expect(column(1007)).toBeNull()
    expect(column(600, { category: 'G' })).toBeNull()
  })
})

describe('the statement', () => {
  const options: StatementOptions = {
    mode: 'incrementing',
    select: 'SELECT * FROM t',
    suffix: '',
    incrementingColumn: 'id',
    timestampColumns: ['changed', 'made'],
    quote: true,
    timeZone: 'UTC',
  }
  const at = { incrementing: 7, timestamp: 1_000_000n }

  it.each<[Partial<StatementOptions>, string, string[]]>([
    [{}, 'SELECT * FROM t WHERE "id" > $1 ORDER BY "id" ASC', ['7']],
    [{ quote: false, suffix: 'FOR SHARE' }, 'SELECT * FROM t WHERE id > $1 ORDER BY id ASC FOR SHARE', ['7']],
    [{ mode: 'bulk', suffix: 'LIMIT 5' }, 'SELECT * FROM t LIMIT 5', []],
    [
      { mode: 'timestamp', timestampColumns: ['changed'] },
      'SELECT * FROM t WHERE "changed" > $1 AND "changed" < $2 ORDER BY "changed" ASC',
      ['1970-01-01 00:00:01.000000+00:00', '1970-01-01 00:00:02.000000+00:00'],
    ],
    [
      { mode: 'timestamp+incrementing' },
      'SELECT * FROM t WHERE COALESCE("changed", "made") < $1 AND ((COALESCE("changed", "made") = $2 AND "id" > $3) ' +
        'OR COALESCE("changed", "made") > $2) ORDER BY COALESCE("changed", "made"), "id" ASC',
      ['1970-01-01 00:00:02.000000+00:00', '1970-01-01 00:00:01.000000+00:00', '7'],
    ],
  ])('for %o is %s', (more, sql, parameters) => {
    expect(statementFor({ ...options, ...more }, at, 2_000_000n)).toEqual({ sql, parameters })
  })

  it('begins below every row', () => {
    expect(statementFor(options, { incrementing: null, timestamp: null }, null).parameters).toEqual(['-1'])
  })
})

describe('an offset', () => {
  it.each([
    [{ incrementing: 30384, timestamp: null }, { incrementing: 30384 }],
    [
      { incrementing: null, timestamp: 1700000000123456n },
      { timestamp: 1700000000123, timestamp_nanos: 123456000 },
    ],
    [
      { incrementing: 2n ** 60n, timestamp: -1n },
      { timestamp: -1, timestamp_nanos: 999999000, incrementing: 2n ** 60n },
    ],
  ])('%o is stored as %o and read again', (offset, position) => {
    expect(offsetPosition(offset)).toEqual(position)
    expect(readOffset(position)).toEqual(offset)
  })

  it('of older connectors has no nanoseconds', () => {
    expect(readOffset({ timestamp: 5 })).toEqual({ incrementing: null, timestamp: 5000n })
  })

  it('is looked for under all names that partitions have had', () => {
    expect(tablePartitions('public', 'stations', 'cta')).toEqual([
      { protocol: '1', table: 'public.stations' },
      { protocol: '1', table: 'cta.public.stations' },
      { table: 'stations' },
    ])
  })
})

describe('tables', () => {
  const table = (name: string, schema = 'public'): TableId => ({ schema, name })

  it('go into as many groups as there are tasks, whose sizes differ by one', () => {
    const five = ['a', 'b', 'c', 'd', 'e'].map(name => table(name))
    expect(groupTables(five, 2).map(group => group.length)).toEqual([2, 3])
    expect(groupTables(five, 9)).toHaveLength(5)
    expect(groupTables([], 3)).toEqual([])
  })

  it('keep odd names through a task configuration', () => {
    const odd = [table('a"b'), table('c,d', 'my schema'), table('e.f')]
    expect(parseTablesText(tablesText(odd))).toEqual(odd)
  })

  it('of one name in two schemas are refused, for they would share a topic', () => {
    expect(() => checkUnambiguous([table('a'), table('a', 'other'), table('b')])).toThrow('public.a, other.a')
    expect(() => checkUnambiguous([table('a'), table('b')])).not.toThrow()
  })
})
