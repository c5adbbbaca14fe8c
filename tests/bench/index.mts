/** `npm run bench [-- NAME…]`: measures and prints; figures depend on the machine, so nothing here fails. */
import { city } from './city'
import type { Benchmark, Figure } from './figure'
import { inspector } from './inspector'
import { renderer } from './renderer'
import { stackStart } from './stack-start'

const benchmarks: Benchmark[] = [stackStart, city, inspector, renderer]

const names = process.argv.slice(2)
const chosen = names.length === 0 ? benchmarks : benchmarks.filter(benchmark => names.includes(benchmark.name))
if (chosen.length === 0) {
  process.stderr.write(`Benchmarks: ${benchmarks.map(benchmark => benchmark.name).join(', ')}.\n`)
  process.exit(2)
}
for (const benchmark of chosen) {
  console.log(`\n${benchmark.title}`)
  for (const figure of await benchmark.run()) console.log(row(figure))
}

function row({ title, value, unit, goal }: Figure): string {
  return `  ${title.padEnd(56)} ${value.toFixed(2).padStart(9)} ${unit.padEnd(12)} ${goal}`.trimEnd()
}
