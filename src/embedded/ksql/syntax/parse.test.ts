import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { printExpression } from '../plan/print'
import { StatementGrammar } from './grammar/statement'
import { parseExpression, parseStatements, showProblem, statementsMax, textLengthMax } from './parse'

describe('the grammar', () => {
  it('has no ambiguity that is not meant', () => {
    expect(() => new StatementGrammar(true)).not.toThrow()
  })

  it.each([
    [
      "CREATE STREAM s (a INT KEY, b ARRAY<STRUCT<c INT, d MAP<STRING, DOUBLE>>>) WITH (KAFKA_TOPIC='s', PARTITIONS=1);",
      'createSource',
    ],
    ["create table t (A int, \"b c\" varchar) with (kafka_topic='t', value_format='avro', key='A');", 'createSource'],
    [
      "CREATE TABLE t WITH (KEY_FORMAT='JSON') AS SELECT a, COUNT(*) AS count FROM s GROUP BY a EMIT CHANGES;",
      'createAs',
    ],
    ['INSERT INTO s SELECT * FROM r WHERE a IS NOT NULL;', 'insertSelect'],
    ['INSERT INTO s (a, b) VALUES (1, -2.5e3);', 'insertValues'],
    [
      'SELECT a, SUM(b) FROM s WINDOW HOPPING (SIZE 1 HOUR, ADVANCE BY 5 MINUTES, GRACE PERIOD 1 DAY) GROUP BY a HAVING SUM(b) > 1 EMIT CHANGES LIMIT 5;',
      'select',
    ],
    ['SELECT * FROM a LEFT OUTER JOIN b WITHIN (1 HOUR, 2 HOURS) GRACE PERIOD 1 MINUTE ON a.x = b.y;', 'select'],
    ['SELECT TRANSFORM(a, x => x + 1), REDUCE(a, 0, (s, x) => s + x) FROM s;', 'select'],
    ["CREATE SOURCE CONNECTOR c WITH ('a'='b');", 'unsupported'],
    ['ALTER STREAM s ADD COLUMN c INT;', 'unsupported'],
    ['DROP TABLE IF EXISTS t DELETE TOPIC;', 'drop'],
    ['TERMINATE ALL;', 'terminate'],
    ['TERMINATE QUERY CTAS_T_1;', 'terminate'],
    ['SHOW ALL TOPICS EXTENDED;', 'show'],
    ['LIST STREAMS;', 'show'],
    ['DESCRIBE t EXTENDED;', 'describe'],
    ['DESCRIBE EXTENDED t;', 'describe'],
    ['DESCRIBE FUNCTION abs;', 'describeFunction'],
    ['EXPLAIN CTAS_T_1;', 'explain'],
    ['EXPLAIN SELECT * FROM t;', 'explain'],
    ["PRINT 'a.b' FROM BEGINNING INTERVAL 2 LIMIT 3;", 'print'],
    ["SET 'auto.offset.reset' = 'earliest';", 'set'],
  ])('reads %s', (text, kind) => {
    const { statements, problem } = parseStatements(text)
    expect(problem && showProblem(problem)).toBeNull()
    expect(statements.map(statement => statement.kind)).toEqual([kind])
  })

  it("reads the project's own script", () => {
    const { statements, problem } = parseStatements(readFileSync('schemas/turnstile-summary.ksql', 'utf8'))
    expect(problem).toBeNull()
    expect(statements.map(({ kind }) => kind)).toEqual(['createSource', 'createAs'])
  })

  it.each([
    ['SELECT 1 +;', "1:11: no viable alternative at input ';'"],
    ['SELECT * FROM a', "1:16: missing ';' at '<EOF>'"],
    [
      'SELECT FROM a;',
      `1:8: "FROM" is a reserved keyword and it can't be used as an identifier. You can use it as an identifier by escaping it as 'FROM' `,
    ],
    ['foo bar;', "1:1: Unknown statement 'foo'"],
    ['SHOW STREAMS;\n  SHOW nothing;', "2:8: no viable alternative at input 'nothing'"],
    ["SELECT 'open FROM s;", "1:8: token recognition error at: '''"],
    ['SELECT * FROM s WINDOW TUMBLING (SIZE 1 YEAR);', '1:41: YEAR is not a unit of time'],
    ['SELECT 99999999999999999999 FROM s;', '1:8: Invalid numeric literal: 99999999999999999999'],
    [';', "1:1: extraneous input ';' expecting a statement"],
  ])('says where %s is wrong', (text, message) => {
    const { problem } = parseStatements(text)
    expect(problem && showProblem(problem)).toBe(`line ${message}`)
  })

  it('keeps the statements before a problem, and semicolons in strings and comments', () => {
    const { statements, problem } = parseStatements("SHOW TABLES; -- not; this\nPRINT 'a;b'; oops;")
    expect(statements.map(({ kind }) => kind)).toEqual(['show', 'print'])
    expect(problem?.line).toBe(2)
  })

  it('puts in variables, also those that the text defines', () => {
    const { statements } = parseStatements(
      "DEFINE t = 'lines'; DESCRIBE ${t}; DESCRIBE ${u};",
      new Map([['u', 'stops']]),
    )
    expect(statements.slice(1).map(({ text }) => text)).toEqual(['DESCRIBE lines;', 'DESCRIBE stops;'])
  })

  it('has limits', () => {
    expect(parseStatements(' '.repeat(textLengthMax + 1)).problem?.message).toContain('longer')
    expect(parseStatements('SHOW TABLES;'.repeat(statementsMax + 1)).problem?.message).toContain('statements')
  })
})

describe('an expression', () => {
  it.each([
    ['1 + 2 * 3', '(1 + (2 * 3))'],
    ['a or b and not c', '(A OR (B AND (NOT C)))'],
    ['a - b - c', '((A - B) - C)'],
    ["a || 'x' = 'y'", "((A || 'x') = 'y')"],
    ['a between 1 and 2 and b', '((A BETWEEN 1 AND 2) AND B)'],
    ['a not in (1, 2)', '(A NOT IN (1, 2))'],
    ['s->f[1]', 'S->F[1]'],
    ['-5', '-5'],
    ['- a', '-A'],
    ['`a`.`b`', 'b'],
    ['case a when 1 then 2 else 3 end', '(CASE A WHEN 1 THEN 2 ELSE 3 END)'],
    ['cast(a as array<int>)', 'CAST(A AS ARRAY<INTEGER>)'],
    ["map('a' := 1)", "MAP('a':=1)"],
    ['array[1, 2]', 'ARRAY[1, 2]'],
  ])('%s is read as %s', (text, printed) => expect(printExpression(parseExpression(text))).toBe(printed))
})
