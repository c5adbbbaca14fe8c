import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { apis } from '../../src/embedded/kafka/apis'

const path = 'docs/kafka-compatibility.md'
const text = readFileSync(path, 'utf8')

/** The rows between two marks of the document, cells trimmed. */
function rowsOf(mark: string): string[][] {
  const table = new RegExp(`<!-- ${mark} -->\\n([\\s\\S]*?)\\n<!-- /${mark} -->`).exec(text)?.[1]
  if (table === undefined) throw new Error(`${path} has no marks ${mark}`)
  return table
    .split('\n')
    .slice(2)
    .map(row =>
      row
        .split('|')
        .slice(1, -1)
        .map(cell => cell.trim()),
    )
}

it('the list of what Kafka has here names every API that is answered, with the versions that are said', () => {
  const rows = apis.map(({ key, name, versions: [first, last], advertised }) => {
    const served = `${first} to ${last}`
    return [String(key), name, advertised[0] === first ? served : `${served}, advertised from ${advertised[0]}`]
  })
  expect(rowsOf('answered')).toEqual(rows)
})

it('the list of what is absent names nothing that is there, and says for each what a client meets', () => {
  const here = new Set(apis.flatMap(({ key, name }) => [String(key), name]))
  const absent = rowsOf('absent')
  expect(absent.length).toBeGreaterThan(0)
  for (const [keys = '', names = '', meets = ''] of absent) {
    for (const one of [...keys.split(', '), ...names.split(', ')]) expect(here.has(one), one).toBe(false)
    expect(keys.split(', '), names).toHaveLength(names.split(', ').length)
    expect(meets.length, names).toBeGreaterThan(10)
  }
})
