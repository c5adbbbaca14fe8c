/** What CI checks before any test: lint, format, types of every layer. Runs all of them and fails if one failed. */
import { bin, run } from './run.mts'

const layers = ['shared', 'embedded', 'main', 'preload', 'renderer', 'test']

const checks: [string, string[]][] = [
  ['eslint', [bin('eslint/bin/eslint.js'), '.', '--max-warnings', '0']],
  ['prettier', [bin('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.']],
  ...layers.map((layer): [string, string[]] => [
    `types of ${layer}`,
    [bin('typescript/bin/tsc'), '-p', `tsconfig.${layer}.json`],
  ]),
  ['layers and tidiness', [bin('vitest/vitest.mjs'), 'run', 'tests/tidy', '--reporter=dot']],
]

const failed: string[] = []
for (const [title, args] of checks) {
  process.stdout.write(`check: ${title}\n`)
  if ((await run(process.execPath, args)) !== 0) failed.push(title)
}
process.stdout.write(failed.length === 0 ? 'check: all good\n' : `check: failed: ${failed.join(', ')}\n`)
process.exit(failed.length === 0 ? 0 : 1)
