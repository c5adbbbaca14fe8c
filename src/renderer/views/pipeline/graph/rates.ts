import { formatCount } from '../../../ui/format'

/** 496/s, 5.8/s, 1.2/min, 3/h: the largest unit in which the figure is at least one. */
export function flowText(perSecond: number): string {
  if (perSecond <= 0) return '0/s'
  if (perSecond >= 0.95) return `${figure(perSecond)}/s`
  if (perSecond * 60 >= 0.95) return `${figure(perSecond * 60)}/min`
  return `${figure(perSecond * 3_600)}/h`
}

function figure(value: number): string {
  return value < 9.95 ? String(Math.round(value * 10) / 10) : formatCount(value)
}

export interface RateSample {
  at: number
  count: number
}

/** Wall time over which rates of counters are taken. */
const windowMs = 5_000
const spanMsMin = 900

/** The samples with one more; a counter that went back was begun anew. */
export function withSample(samples: readonly RateSample[], sample: RateSample): RateSample[] {
  const last = samples.at(-1)
  if (last && sample.count < last.count) return [sample]
  return [...samples.filter(({ at }) => at >= sample.at - windowMs), sample]
}

/** How fast the counter grew; null when it was not watched for long enough. */
export function rateOf(samples: readonly RateSample[]): number | null {
  const [first, last] = [samples[0], samples.at(-1)]
  if (!first || !last || last.at - first.at < spanMsMin) return null
  return ((last.count - first.count) * 1_000) / (last.at - first.at)
}
