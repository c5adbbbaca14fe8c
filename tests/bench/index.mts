/**
 * `npm run bench [-- NAME…] [--minutes N] [--against HOST:PORT] [--load NAME…]`: measures and prints; figures depend on
 * the machine, so nothing here fails. `ui` stands for all that is measured in a browser. What is watched over time is
 * watched for two minutes, or N. `broker` runs its loads on ours and on the broker given by --against.
 */
import { parseArgs } from 'node:util'
import { broker } from './broker'
import { brokerLife } from './broker-life'
import { city } from './city'
import type { Benchmark, Figure } from './figure'
import { inspector } from './inspector'
import { inspectorView } from './inspector-view'
import { renderer } from './renderer'
import { rendererMemory } from './renderer-memory'
import { stackStart } from './stack-start'

const benchmarks: Benchmark[] = [
  stackStart,
  broker,
  brokerLife,
  city,
  inspector,
  renderer,
  inspectorView,
  rendererMemory,
]
const groups: Record<string, Benchmark[]> = { ui: [renderer, inspectorView, rendererMemory] }

const { values, positionals } = parseArgs({
  options: {
    minutes: { type: 'string', default: '2' },
    against: { type: 'string' },
    load: { type: 'string', multiple: true, default: [] },
  },
  allowPositionals: true,
})
const minutes = Number(values.minutes)
const chosen =
  positionals.length === 0
    ? benchmarks
    : benchmarks.filter(one => positionals.some(name => name === one.name || groups[name]?.includes(one)))
if (chosen.length === 0 || !(minutes > 0)) {
  const names = [...benchmarks.map(benchmark => benchmark.name), ...Object.keys(groups)]
  process.stderr.write(`Benchmarks: ${names.join(', ')}. --minutes takes a number above 0.\n`)
  process.exit(2)
}
const options = { minutes, against: values.against ?? null, loads: values.load }
for (const benchmark of chosen) {
  console.log(`\n${benchmark.title}`)
  for (const figure of await benchmark.run(options)) console.log(row(figure))
}

function row({ title, value, unit, goal, against }: Figure): string {
  const own = `  ${title.padEnd(64)} ${formatted(value)}`
  const other =
    against === undefined ? '' : ` against ${formatted(against)} = ${(value / against).toFixed(2).padStart(5)}x`
  return `${own}${other} ${unit.padEnd(12)} ${goal}`.trimEnd()
}

function formatted(value: number): string {
  return (Number.isNaN(value) ? '' : value.toFixed(2)).padStart(11)
}
