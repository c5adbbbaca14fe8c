import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runCase, type Case } from './run-case'

const files = readdirSync(__dirname).filter(name => name.endsWith('.json'))

describe.each(files)('%s', file => {
  const cases = JSON.parse(readFileSync(join(__dirname, file), 'utf8')) as Case[]
  it.each(cases)('$name', one => check(one, false))

  // What is in memory is no more than what the changelog has: records may be followed by a restart at any time.
  it.each(cases.filter(({ error }) => error === undefined))('$name, with restarts', one => check(one, true))
})

async function check(one: Case, restarts: boolean): Promise<void> {
  if (one.error !== undefined) {
    await expect(runCase(one, restarts)).rejects.toMatchObject({ message: one.error })
    return
  }
  const wanted = one.outputs ?? []
  const outputs = await runCase(one, restarts)
  const compared = outputs.map(({ timestamp, ...output }, index) =>
    wanted[index]?.timestamp === undefined ? output : { ...output, timestamp },
  )
  expect(compared).toEqual(wanted)
}
