import { median, type Benchmark, type Figure } from '../figure'
import type { Load, Measured } from './load'
import { kafkaPerfTools } from './loads/kafka-perf-tools'
import { kafkajsConsume } from './loads/kafkajs-consume'
import { kafkajsProduce } from './loads/kafkajs-produce'
import { kcatLines } from './loads/kcat'
import { latency } from './loads/latency'
import { manyTopics } from './loads/many-topics'
import { ours, running, type Rival } from './rival'

const loads: Load[] = [kafkajsProduce, kafkajsConsume, kafkaPerfTools, kcatLines, latency, manyTopics]

/** Each load is run so often on each broker, in turns; what is printed is the median. */
const rounds = 3

/** The same loads on our broker and on another one, in one run and in turns. */
export const broker: Benchmark = {
  name: 'broker',
  title: 'the broker under other programs, and the broker given by --against',
  async run({ against, loads: names }) {
    const rivals = [await ours(), ...(against === null ? [] : [running(against)])]
    try {
      const figures: Figure[] = []
      for (const load of loads.filter(({ name }) => names.length === 0 || names.includes(name))) {
        figures.push(...(await compare(load, rivals)))
      }
      return figures
    } finally {
      for (const rival of rivals) await rival.close()
    }
  },
}

async function compare(load: Load, rivals: Rival[]): Promise<Figure[]> {
  const reason = load.missing()
  if (reason !== null) return [{ title: `${load.name} is left out: ${reason}`, value: NaN, unit: '', goal: '' }]
  const seen: Measured[][] = rivals.map(() => [])
  try {
    for (const rival of rivals) await load.prepare?.(rival)
    for (let round = 0; round < rounds; round++) {
      for (const [i, rival] of rivals.entries()) {
        const before = rival.cpuSeconds()
        seen[i]!.push(...(await load.run(rival)))
        const after = rival.cpuSeconds()
        if (before !== null && after !== null) seen[i]!.push(cpuOf(load, after - before))
      }
    }
  } finally {
    for (const rival of rivals) await load.clean?.(rival)
  }
  const titles = [...new Set(seen[0]!.map(({ title }) => title))]
  return titles.map(title => {
    const [own, other] = seen.map(all => all.filter(one => one.title === title))
    const { unit, goal } = own![0]!
    const value = median(own!.map(one => one.value))
    if (!other?.length) return { title, value, unit, goal }
    return { title, value, unit, goal, against: median(other.map(one => one.value)) }
  })
}

function cpuOf(load: Load, seconds: number): Measured {
  return {
    title: `CPU of the broker for ${load.name}`,
    value: seconds,
    unit: 's',
    goal: 'at most 1.0x',
  }
}
