/**
 * `npm run bench [-- NAME…] [--minutes N]`: measures and prints; figures depend on the machine, so nothing here fails.
 * `ui` stands for all that is measured in a browser. What is watched over time is watched for two minutes, or N.
 */
import { parseArgs } from 'node:util'
import { city } from './city'
import type { Benchmark, Figure } from './figure'
import { inspector } from './inspector'
import { inspectorView } from './inspector-view'
import { renderer } from './renderer'
import { rendererMemory } from './renderer-memory'
import { stackStart } from './stack-start'

const benchmarks: Benchmark[] = [stackStart, city, inspector, renderer, inspectorView, rendererMemory]
const groups: Record<string, Benchmark[]> = { ui: [renderer, inspectorView, rendererMemory] }

const { values, positionals } = parseArgs({
  options: { minutes: { type: 'string', default: '2' } },
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
for (const benchmark of chosen) {
  console.log(`\n${benchmark.title}`)
  for (const figure of await benchmark.run({ minutes })) console.log(row(figure))
}

function row({ title, value, unit, goal }: Figure): string {
  return `  ${title.padEnd(56)} ${value.toFixed(2).padStart(9)} ${unit.padEnd(12)} ${goal}`.trimEnd()
}
