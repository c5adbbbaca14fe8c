import { describe, expect, it } from 'vitest'
import type { Value } from '../../functions/value'
import { parseExpression } from '../../syntax/parse'
import { arrayOf, bigint, boolean, double, integer, mapOf, showType, string, timestamp } from '../../syntax/types'
import { compile } from './compile'

const columns = [
  { name: 'I', type: integer, value: 7 },
  { name: 'B', type: bigint, value: 9007199254740993n },
  { name: 'D', type: double, value: 2.5 },
  { name: 'S', type: string, value: 'the BLUE line' },
  { name: 'N', type: string, value: null },
  { name: 'T', type: boolean, value: true },
  { name: 'A', type: arrayOf(string), value: ['x', 'y', 'z'] },
  { name: 'M', type: mapOf(string, integer), value: { a: 1 } },
  { name: 'ROWTIME', type: bigint, value: 1_510_894_425_000 },
  { name: 'TS', type: timestamp, value: 1_510_894_425_123 },
]
const row: Value[] = columns.map(({ value }) => value)

function evaluate(text: string, dialect: 'old' | 'new' = 'new'): string {
  const compiled = compile(parseExpression(text), { columns, sources: ['X'], dialect, types: new Map() })
  const value = compiled.evaluate(row)
  const shown = typeof value === 'bigint' ? String(value) : JSON.stringify(value)
  return `${shown} ${compiled.type ? showType(compiled.type) : 'NULL'}`
}

describe('expressions', () => {
  it.each([
    ['I + 1', '8 INTEGER'],
    ['2147483647 + 1', '-2147483648 INTEGER'],
    ['I / 2', '3 INTEGER'],
    ['-I / 2', '-3 INTEGER'],
    ['I % 4', '3 INTEGER'],
    ['I * D', '17.5 DOUBLE'],
    ['B + 1', '9007199254740994 BIGINT'],
    ["S || '!'", '"the BLUE line!" STRING'],
    ["N || '!'", 'null STRING'],
    ['X.I = 7', 'true BOOLEAN'],
    ['N = S', 'false BOOLEAN'],
    ['NOT N = S', 'true BOOLEAN'],
    ['N IS NULL', 'true BOOLEAN'],
    ['N IS DISTINCT FROM S', 'true BOOLEAN'],
    ["S LIKE 'the%line'", 'true BOOLEAN'],
    ["S LIKE 'the_line'", 'false BOOLEAN'],
    ["'50%' LIKE '50!%' ESCAPE '!'", 'true BOOLEAN'],
    ['I IN (1, 7)', 'true BOOLEAN'],
    ['I NOT BETWEEN 1 AND 7', 'false BOOLEAN'],
    ["ROWTIME >= '2017-11-17T04:53:45'", 'true BOOLEAN'],
    ["ROWTIME < '2017-11-17'", 'false BOOLEAN'],
    ["CASE WHEN I > 5 THEN 'many' ELSE 'few' END", '"many" STRING'],
    ['CASE I WHEN 1 THEN 2 END', 'null INTEGER'],
    ["CAST('12' AS BIGINT)", '12 BIGINT'],
    ['CAST(D AS INT)', '2 INTEGER'],
    ['CAST(3.0 AS VARCHAR)', '"3.0" STRING'],
    ['CAST(TS AS STRING)', '"2017-11-17T04:53:45.123" STRING'],
    ['A[1]', '"x" STRING'],
    ['A[-1]', '"z" STRING'],
    ['A[0]', 'null STRING'],
    ["M['a']", '1 INTEGER'],
    ['STRUCT(x := I)->x', '7 INTEGER'],
    ['ARRAY[1, I]', '[1,7] ARRAY<INTEGER>'],
  ])('%s is %s', (text, expected) => expect(evaluate(text)).toBe(expected))

  it('counts arrays from 0 in KSQL 5.x', () => expect(evaluate('A[0]', 'old')).toBe('"x" STRING'))

  it.each([
    ['UNKNOWN', "Column 'UNKNOWN' cannot be resolved"],
    ['Y.I', "'Y' is not a valid stream/table name or alias"],
    ['NOTHING(1)', "Can't find any functions with the name 'NOTHING'"],
    ["ABS('x')", "Function 'ABS' does not accept parameters (STRING)"],
    ['S + 1', 'Operator + does not take STRING and INTEGER'],
    ['I = NULL', 'Comparison with NULL not supported'],
    ['I = S', 'Comparison operator cannot be applied: INTEGER = STRING'],
    ['A < A', 'Comparison operator cannot be applied'],
    ['I AND T', 'a condition must be BOOLEAN'],
    ["CASE WHEN T THEN 1 ELSE 'x' END", 'Invalid Case expression'],
    ['CAST(A AS INT)', 'Cast of ARRAY<STRING> to INTEGER is not supported'],
    ['CAST(I AS DECIMAL(4, 2))', 'The type DECIMAL is not supported yet by the embedded ksqlDB'],
    ['TRANSFORM(A, x => x)', 'A lambda function, here for TRANSFORM, is not supported yet by the embedded ksqlDB.'],
    ['S->X', '-> takes a field of a STRUCT'],
  ])('refuses %s: %s', (text, message) => expect(() => evaluate(text)).toThrow(message))

  it.each(['I / 0', 'CAST(S AS INT)', "CAST('2147483648' AS INT)", 'B % 0'])('%s fails for its row', text => {
    expect(() => evaluate(text)).toThrow()
  })
})

describe('functions', () => {
  it.each([
    ['ABS(-3)', '3 INTEGER'],
    ['CEIL(1.2)', '2 DOUBLE'],
    ['FLOOR(-1.2)', '-2 DOUBLE'],
    ['ROUND(-1.5)', '-1 BIGINT'],
    ['ROUND(2.345, 2)', '2.35 DOUBLE'],
    ['TRUNC(-1.7)', '-1 BIGINT'],
    ['SIGN(-2)', '-1 INTEGER'],
    ['POWER(2, 10)', '1024 DOUBLE'],
    ['LOG(2, 8)', '3 DOUBLE'],
    ['GREATEST(1, NULL, 3)', '3 INTEGER'],
    ["LEAST('b', 'a')", '"a" STRING'],
    ["CONCAT('a', N, 'b')", '"ab" STRING'],
    ["CONCAT_WS('-', 'a', N, 'b')", '"a-b" STRING'],
    ['INITCAP(S)', '"The Blue Line" STRING'],
    ['UCASE(S)', '"THE BLUE LINE" STRING'],
    ['LCASE(S)', '"the blue line" STRING'],
    ['LEN(S)', '13 INTEGER'],
    ["TRIM(' a ')", '"a" STRING'],
    ["REPLACE('a.b.c', '.', '$&')", '"a$&b$&c" STRING'],
    ["SPLIT('a,b', ',')", '["a","b"] ARRAY<STRING>'],
    ["SUBSTRING('stream', 2, 3)", '"tre" STRING'],
    ["SUBSTRING('stream', -2)", '"am" STRING'],
    ["INSTR('hello', 'l')", '3 INTEGER'],
    ["INSTR('hello', 'l', -1)", '4 INTEGER'],
    ["INSTR('hello', 'l', 1, 2)", '4 INTEGER'],
    ["INSTR('hello', 'x')", '0 INTEGER'],
    ["LPAD('7', 3, '0')", '"007" STRING'],
    ["RPAD('abcd', 2, ' ')", '"ab" STRING'],
    ['EXTRACTJSONFIELD(\'{"a":{"b":[1,2]}}\', \'$.a.b[1]\')', '"2" STRING'],
    ['COALESCE(N, S)', '"the BLUE line" STRING'],
    ["IFNULL(N, 'x')", '"x" STRING'],
    ['NULLIF(I, 7)', 'null INTEGER'],
    ['AS_VALUE(I)', '7 INTEGER'],
    ['ARRAY_LENGTH(A)', '3 INTEGER'],
    ["ARRAY_CONTAINS(A, 'y')", 'true BOOLEAN'],
    ["ARRAY_JOIN(A, '-')", '"x-y-z" STRING'],
    ['MAP_KEYS(M)', '["a"] ARRAY<STRING>'],
    ["FORMAT_TIMESTAMP(TS, 'yyyy-MM-dd''T''HH:mm:ss.SSS')", '"2017-11-17T04:53:45.123" STRING'],
    ["TIMESTAMPTOSTRING(ROWTIME, 'EEE d MMM yyyy h:mm a', 'America/Chicago')", '"Thu 16 Nov 2017 10:53 PM" STRING'],
    ['UNIX_TIMESTAMP(TS)', '1510894425123 BIGINT'],
    ['UCASE(N)', 'null STRING'],
  ])('%s is %s', (text, expected) => expect(evaluate(text)).toBe(expected))
})
