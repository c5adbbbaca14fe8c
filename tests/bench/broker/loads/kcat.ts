import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTopic, deleteTopics, filler, kcat, noKcat } from '../clients'
import type { Load } from '../load'

const lines = 1_000_000
const topic = 'bench-kcat'

/** kcat writing and reading a million lines, from the start of the program to its end. */
export const kcatLines: Load = {
  name: 'kcat',
  missing: noKcat,
  async run({ bootstrap }) {
    const folder = mkdtempSync(join(tmpdir(), 'elevated-bench-'))
    const file = join(folder, 'lines')
    const line = filler(100)
    writeFileSync(file, `${line}\n`.repeat(lines))
    try {
      await createTopic(bootstrap, topic)
      const written = await seconds(() => kcat(['-P', '-b', bootstrap, '-t', topic, '-p', '0', '-l', file]))
      const read = await seconds(() => kcat(['-C', '-b', bootstrap, '-t', topic, '-o', 'beginning', '-e', '-q']))
      const shape = { unit: 's', goal: 'at most 1.0x' } as const
      return [
        { title: 'kcat produces 1 M lines of 100 B', value: written, ...shape },
        { title: 'kcat reads 1 M lines of 100 B', value: read, ...shape },
      ]
    } finally {
      rmSync(folder, { recursive: true, force: true })
      await deleteTopics(bootstrap, [topic])
    }
  },
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1_000
}
