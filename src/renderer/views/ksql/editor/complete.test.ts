import { describe, expect, it } from 'vitest'
import type { KsqlWords } from '../../../../shared/contract/ksql'
import { optionsFor, statementAround } from './complete'

const column = (name: string) => ({ name, type: 'STRING', isKey: false })
const words: KsqlWords = {
  sources: [
    { kind: 'stream', name: 'TURNSTILE', columns: [column('LINE'), column('odd name')] },
    { kind: 'table', name: 'SUMMARY', columns: [column('COUNT')] },
  ],
  functions: ['ABS'],
}
const labels = (statement: string, owner: string | null = null) =>
  optionsFor(words, statement, owner).map(({ label }) => label)

describe('what an editor offers', () => {
  it('is the columns of the sources that the statement names, and everything else', () => {
    const offered = labels('SELECT  FROM turnstile')
    expect(offered.slice(0, 2)).toEqual(['LINE', '`odd name`'])
    expect(offered).toEqual(expect.arrayContaining(['TURNSTILE', 'SUMMARY', 'ABS', 'SELECT', 'EMIT']))
    expect(offered).not.toContain('COUNT')
  })

  it.each([
    ['SELECT TURNSTILE. FROM TURNSTILE JOIN SUMMARY', 'TURNSTILE'],
    ['SELECT t. FROM TURNSTILE t JOIN SUMMARY s', 't'],
    ['SELECT T. FROM SUMMARY s LEFT JOIN `TURNSTILE` AS t', 'T'],
  ])('is only the columns of what stands before the dot: %s', (statement, owner) => {
    expect(labels(statement, owner)).toEqual(['LINE', '`odd name`'])
  })

  it('is nothing behind the dot of something unknown', () => {
    expect(labels('SELECT x. FROM TURNSTILE t', 'x')).toEqual([])
  })

  it('is words of the language before anything is known', () => {
    expect(optionsFor(null, '', null).every(({ type }) => type === 'keyword')).toBe(true)
  })
})

describe('the statement around a place', () => {
  it('lies between semicolons', () => {
    const text = 'SELECT 1; SELECT 2; SELECT 3'
    expect([3, 12, 25].map(at => statementAround(text, at).trim())).toEqual(['SELECT 1', 'SELECT 2', 'SELECT 3'])
  })
})
