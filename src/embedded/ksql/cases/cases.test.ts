import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runCase, type Case } from './run-case'

const files = readdirSync(__dirname).filter(name => name.endsWith('.json'))

describe.each(files)('%s', file => {
  const cases = JSON.parse(readFileSync(join(__dirname, file), 'utf8')) as Case[]
  it.each(cases)('$name', async one => {
    if (one.error !== undefined) {
      await expect(runCase(one)).rejects.toMatchObject({ message: one.error })
      return
    }
    const wanted = one.outputs ?? []
    const outputs = await runCase(one)
    const compared = outputs.map(({ timestamp, ...output }, index) =>
      wanted[index]?.timestamp === undefined ? output : { ...output, timestamp },
    )
    expect(compared).toEqual(wanted)
  })
})
