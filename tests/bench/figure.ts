/** One measured value beside the goal that it is held against. Benchmarks print; they never fail a test. */
export interface Figure {
  title: string
  value: number
  unit: string
  /** Such as "at most 0.8 s"; empty where there is none. */
  goal: string
  /** What another program reached with the same work in the same run; the goal is then a ratio of the two. */
  against?: number
}

export interface BenchOptions {
  /** How long what is watched over time is watched. */
  minutes: number
  /** host:port of a broker that runs already, to be measured beside ours. */
  against: string | null
  /** Loads to be run, where a benchmark has several; empty: all. */
  loads: string[]
}

export interface Benchmark {
  /** `npm run bench -- NAME` runs it alone. */
  name: string
  title: string
  run(options: BenchOptions): Promise<Figure[]>
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? NaN
}
