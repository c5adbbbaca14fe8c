import { describe, expect, it } from 'vitest'
import { placeWithin, splitStatements } from './statements'

const uses = (text: string) => splitStatements(text).statements.map(({ use }) => use)
const texts = (text: string) => splitStatements(text).statements.map(statement => statement.text)

describe('cutting a text into statements', () => {
  it('cuts at semicolons and says where each begins', () => {
    const { statements } = splitStatements('SHOW STREAMS;\n  SELECT *\n  FROM a;')
    expect(statements.map(({ text, place, verb }) => [text, place, verb])).toEqual([
      ['SHOW STREAMS;', { line: 1, column: 1 }, 'SHOW'],
      ['SELECT *\n  FROM a;', { line: 2, column: 3 }, 'SELECT'],
    ])
  })

  it('gives the last one its semicolon, before a comment to the end of the line', () => {
    expect(texts('SHOW STREAMS')).toEqual(['SHOW STREAMS;'])
    expect(texts('SHOW STREAMS -- all')).toEqual(['SHOW STREAMS;'])
    expect(texts('SHOW STREAMS /* all */ ')).toEqual(['SHOW STREAMS;'])
  })

  it('has none of nothing', () => {
    for (const text of ['', ' \n', ';;', '-- nothing', '/* SHOW STREAMS; */', '-- a;\r\n;']) {
      expect(texts(text), text).toEqual([])
    }
  })

  it('keeps semicolons in strings, quoted names and comments', () => {
    expect(texts("SELECT ';''; x' FROM a; SHOW TABLES;")).toEqual(["SELECT ';''; x' FROM a;", 'SHOW TABLES;'])
    expect(texts('SELECT `a;``b` FROM "c;""d";')).toHaveLength(1)
    expect(texts('SELECT /* ; */ a -- ;\n FROM b;')).toHaveLength(1)
  })

  it('does not take a backslash for an escape, as ksqlDB does not', () => {
    expect(texts("SELECT '\\'; DROP STREAM a;")).toEqual(["SELECT '\\';", 'DROP STREAM a;'])
  })

  it('does not nest comments, as ksqlDB does not', () => {
    expect(uses('/* /* */ DROP STREAM a; -- */')).toEqual(['change'])
  })

  it.each([
    ["SELECT 'a", 'string', 8],
    ['SELECT `a', 'name', 8],
    ['SELECT "a', 'name', 8],
    ['SHOW /* STREAMS;', 'comment', 6],
  ])('says what of %s does not end', (text, what, column) => {
    expect(splitStatements(text).unclosed).toEqual({ what, place: { line: 1, column } })
  })

  it('blanks comments out of the bare text without moving anything', () => {
    const [statement] = splitStatements('SELECT /* a\r\n b */ x -- y\rFROM z;').statements
    expect(statement!.bare).toBe('SELECT     \r\n      x     \rFROM z;')
    expect(statement!.bare).toHaveLength(statement!.text.length)
  })

  it('counts a place within a part from the beginning of the whole', () => {
    expect(placeWithin({ line: 3, column: 5 }, { line: 1, column: 8 })).toEqual({ line: 3, column: 12 })
    expect(placeWithin({ line: 3, column: 5 }, { line: 2, column: 8 })).toEqual({ line: 4, column: 8 })
  })
})

describe('what happens with a statement', () => {
  it.each([
    ['SELECT * FROM a EMIT CHANGES;', 'query'],
    ["print 'topic' from beginning;", 'query'],
    ['show streams;', 'look'],
    ['LIST TOPICS;', 'look'],
    ['DESCRIBE a EXTENDED;', 'look'],
    ['EXPLAIN SELECT * FROM a;', 'look'],
    ["SET 'auto.offset.reset'='earliest';", 'setting'],
    ["UNSET 'auto.offset.reset';", 'setting'],
    ["DEFINE x = 'y';", 'variable'],
    ["CREATE STREAM a (b INT) WITH (KAFKA_TOPIC='a');", 'change'],
    ['INSERT INTO a VALUES (1);', 'change'],
    ['TERMINATE ALL;', 'change'],
    ["RUN SCRIPT 'x.sql';", 'change'],
    ['ASSERT TOPIC a;', 'change'],
    ['${x};', 'change'],
    ['(SELECT 1);', 'change'],
    ['SELECTED;', 'change'],
    ['ſHOW STREAMS;', 'change'],
  ])('of %s is %s', (text, use) => {
    expect(uses(text)).toEqual([use])
  })

  it.each([
    '/* SELECT */ DROP STREAM a;',
    '-- SELECT * FROM a;\nDROP STREAM a;',
    '-- SELECT\rDROP STREAM a;',
    "SELECT 'x'; DROP STREAM a;",
    "SELECT 'it''s'; DROP STREAM a;",
    'SELECT `;`; DROP STREAM a;',
    'SELECT a -- \n; DROP STREAM a;',
    ';;/**/DROP/**/STREAM/**/a',
    'SHOW STREAMS;DROP STREAM a',
    "SELECT '/*'; DROP STREAM a; SELECT '*/';",
    "SELECT '--'; DROP STREAM a;",
    'SELECT "--"; DROP STREAM a;',
  ])('is seen behind comments, strings and other statements: %s', text => {
    expect(uses(text)).toContain('change')
  })

  it.each([
    "SELECT 'DROP STREAM a;' FROM b;",
    'SELECT * /* ; DROP STREAM a; */ FROM b;',
    'SHOW STREAMS; -- DROP STREAM a;',
  ])('is not mistaken for what only stands in strings and comments: %s', text => {
    expect(uses(text)).not.toContain('change')
  })
})
