import { arrivalTopic } from '../../shared/city/names'
import { lineIds, type LineId, type TrainState } from '../../shared/city/types'
import { isGuess } from './guesses'

/** One line of which the map no longer knows all. */
export interface StaleLine {
  line: LineId
  guesses: number
  /** Where its overdue trains should have arrived by now, those that are waited for longest first: names of topics. */
  topics: string[]
  /** How long the first of them is overdue, simulated ms. */
  overdueMs: number
}

/** More topics of a line than this are not named. */
const topicsMax = 3

export interface StalenessInput {
  trains: Iterable<TrainState>
  stationName(id: number): string | undefined
  simulatedNow: number | null
  rate: number
  /** Nothing can be read: every train is a guess. */
  isStale: boolean
}

/** The lines with trains that nothing vouches for, the worst first, and how many trains are current. */
export function staleness({ trains, stationName, simulatedNow, rate, isStale }: StalenessInput): {
  lines: StaleLine[]
  current: number
} {
  const overdue = new Map<LineId, { topic: string | null; overdueMs: number }[]>()
  let current = 0
  for (const train of trains) {
    if (simulatedNow === null || !(isStale || isGuess(train, simulatedNow, rate))) {
      current++
      continue
    }
    const name = train.nextStationId === null ? undefined : stationName(train.nextStationId)
    const list = overdue.get(train.line) ?? []
    list.push({
      topic: name === undefined ? null : arrivalTopic(name),
      overdueMs: Math.max(0, simulatedNow - (train.nextArrivalAt ?? train.arrivedAt)),
    })
    overdue.set(train.line, list)
  }
  const lines = lineIds.flatMap((line): StaleLine[] => {
    const found = overdue.get(line)?.sort((one, other) => other.overdueMs - one.overdueMs)
    if (!found) return []
    const topics = [...new Set(found.flatMap(({ topic }) => topic ?? []))].slice(0, topicsMax)
    return [{ line, guesses: found.length, topics, overdueMs: found[0]!.overdueMs }]
  })
  return { lines: lines.sort((one, other) => other.guesses - one.guesses || other.overdueMs - one.overdueMs), current }
}
