/**
 * `npm test [suite…]`: runs the suites one after the other, says what was left out and why, and ends with
 * `N passed, N failed, N skipped`. Without names: those that need nothing but this checkout (and a browser, if found).
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { relative } from 'node:path'
import { bin, run } from './run.mts'
import { suites, type Suite } from './suites.mts'

interface Counts {
  passed: number
  failed: number
  skipped: number
}

const names = process.argv.slice(2)
const unknown = names.filter(name => !suites.some(suite => suite.name === name))
if (unknown.length > 0) {
  process.stderr.write(
    `No suite is called ${unknown.join(', ')}; there are ${suites.map(suite => suite.name).join(', ')}.\n`,
  )
  process.exit(2)
}
const chosen = suites.filter(suite => (names.length === 0 ? suite.byDefault : names.includes(suite.name)))

mkdirSync('.run', { recursive: true })
const total: Counts = { passed: 0, failed: 0, skipped: 0 }
const leftOut: string[] = []
const failures: string[] = []
for (const suite of chosen) {
  const reason = suite.missing()
  if (reason) {
    leftOut.push(`${suite.name} tests: ${reason}`)
    total.skipped++
    continue
  }
  process.stdout.write(`\n== ${suite.name} tests ==\n`)
  add(total, await runSuite(suite))
}
for (const line of failures) process.stdout.write(`failed: ${line}\n`)
for (const line of leftOut) process.stdout.write(`left out: ${line}\n`)
process.stdout.write(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`)
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1)

/** A suite that ends badly without a failed test (it could not be loaded, say) counts as one failure. */
async function runSuite(suite: Suite): Promise<Counts> {
  const report = `.run/${suite.name}.json`
  rmSync(report, { force: true })
  const code = await run(process.execPath, [
    bin('vitest/vitest.mjs'),
    'run',
    '--config',
    suite.config,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ])
  const counts = existsSync(report) ? countsOf(suite, report) : { passed: 0, failed: 0, skipped: 0 }
  if (code !== 0 && counts.failed === 0) {
    counts.failed = 1
    failures.push(`${suite.name} tests: the run ended with ${code} although no test failed; see its output above`)
  }
  return counts
}

interface Report {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: {
    name: string
    message: string
    assertionResults: { fullName: string; status: string; failureMessages: string[] }[]
  }[]
}

/** Counts what a report of vitest says, and notes the failures, so that they can be read at the end of a long output. */
function countsOf(suite: Suite, report: string): Counts {
  const json = JSON.parse(readFileSync(report, 'utf8')) as Report
  for (const file of json.testResults) {
    const failed = file.assertionResults.filter(test => test.status === 'failed')
    for (const test of failed) note(suite, file.name, test.fullName, test.failureMessages.join('\n'))
    if (failed.length === 0 && file.message) note(suite, file.name, '', file.message)
  }
  return { passed: json.numPassedTests, failed: json.numFailedTests, skipped: json.numPendingTests + json.numTodoTests }
}

function note(suite: Suite, file: string, test: string, message: string): void {
  const lines = message.split('\n').slice(0, 12).join('\n    ')
  failures.push(`${suite.name}: ${relative(process.cwd(), file)} ${test}\n    ${lines}`)
}

function add(to: Counts, more: Counts): void {
  to.passed += more.passed
  to.failed += more.failed
  to.skipped += more.skipped
}
