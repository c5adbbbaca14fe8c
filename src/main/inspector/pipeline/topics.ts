import {
  arrivalTopicPrefix,
  stationsTableTopic,
  stationsTopic,
  turnstileSummaryTopic,
  turnstileTopic,
  weatherTopic,
} from '../../../shared/city/names'
import { pipelineTopicIds, type PipelineTopic, type PipelineTopicId } from '../../../shared/contract/pipeline'
import type { TopicChange, TopicsMessage } from '../../../shared/contract/topics'

const names: Record<PipelineTopicId, string> = {
  arrivals: arrivalTopicPrefix,
  turnstile: turnstileTopic,
  weather: weatherTopic,
  stations: stationsTopic,
  stationsTable: stationsTableTopic,
  summary: turnstileSummaryTopic,
}

/** Which part of the pipeline a topic is; null: none. */
export function pipelineTopicOf(topic: string): PipelineTopicId | null {
  if (topic.startsWith(arrivalTopicPrefix)) return 'arrivals'
  return pipelineTopicIds.find(id => names[id] === topic) ?? null
}

/** Fewer records than this in the last seconds say little of a rate: it is then taken over minutes. */
const recordsForRate = 5
const slowWindowMs = 5 * 60_000

/** The pipeline's topics, as the poller of all topics tells them. */
export interface PipelineTopics {
  take(message: TopicsMessage): void
  list(now: number): PipelineTopic[]
}

export function pipelineTopics(): PipelineTopics {
  const topics = new Map<string, TopicChange>()
  const windows = new Map<PipelineTopicId, GrowthWindow>()
  return {
    take(message) {
      if (message.kind === 'snapshot') topics.clear()
      else for (const gone of message.gone) topics.delete(gone)
      for (const topic of message.topics) if (pipelineTopicOf(topic.name)) topics.set(topic.name, topic)
    },
    list(now) {
      return pipelineTopicIds.map(id => {
        const members = [...topics.values()].filter(({ name }) => pipelineTopicOf(name) === id)
        const records = sum(members.map(topic => topic.records))
        const window = windows.get(id) ?? growthWindow()
        windows.set(id, window)
        if (records !== null) window.note(now, records)
        const fast = sum(members.map(topic => topic.recordsPerSecond))
        return {
          id,
          name: names[id],
          topics: members.length,
          partitions: members.reduce((all, { partitions }) => all + partitions, 0),
          records,
          isEstimate: members.some(({ isEstimate }) => isEstimate),
          recordsPerSecond: fast !== null && fast >= recordsForRate ? fast : (window.perSecond() ?? fast),
        }
      })
    },
  }
}

/** The sum of what is known; null when nothing is. */
function sum(values: readonly (number | null)[]): number | null {
  const known = values.filter(value => value !== null)
  return known.length === 0 ? null : known.reduce((all, value) => all + value, 0)
}

interface GrowthWindow {
  note(at: number, records: number): void
  perSecond(): number | null
}

/** How fast a number grew over the last minutes. A number that shrinks (old records were removed) begins anew. */
function growthWindow(): GrowthWindow {
  let points: { at: number; records: number }[] = []
  return {
    note(at, records) {
      const last = points.at(-1)
      if (last && records < last.records) points = []
      // Of a standstill both ends are enough.
      if (last?.records === records && points.at(-2)?.records === records) points.pop()
      points.push({ at, records })
      const begin = points.findIndex(point => point.at >= at - slowWindowMs)
      if (begin > 1) points.splice(0, begin - 1)
    },
    perSecond() {
      const [first, last] = [points[0], points.at(-1)]
      if (!first || !last || last.at - first.at < 1_000) return null
      return ((last.records - first.records) * 1_000) / (last.at - first.at)
    },
  }
}
