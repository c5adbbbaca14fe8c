import { arrivalTopicPrefix } from '../../shared/city/names'
import type { Health } from '../../shared/contract/lifecycle'
import type { Problem } from '../../shared/contract/problem'
import type { CityFacts } from '../state/live-city'
import type { ConnectionState } from '../state/connection'
import { readerPart } from '../state/stale'
import { formatCount, formatDuration } from '../ui/format'
import { serviceTitles } from '../ui/marks'

/** One thing that is wrong, in the words of the map. */
export interface Trouble {
  /** Stays the same while the trouble lasts. */
  id: string
  tone: 'err' | 'warn'
  title: string
  text: string
  /** The raw place, in mono. */
  where: string | null
  action: 'reconnect' | 'retry-steps' | 'show-services' | 'show-lag' | 'dismiss' | null
}

export interface TroubleInput {
  health: Health | null
  facts: Pick<CityFacts, 'behindMs' | 'lagging' | 'laggingSince'>
  connection: ConnectionState
  /** Of the newest command. */
  failure: Problem | null
  /** Trains that are drawn as guesses just now. */
  guesses: number
  /** What the map's clock shows, in the chosen style; null before the first record. */
  mapTime: string | null
  behindMsMax: number
}

/** Everything that is wrong, the worst first. */
export function troubles(input: TroubleInput): Trouble[] {
  const { health, facts, connection, failure, behindMsMax } = input
  const found: Trouble[] = []
  if (connection.state === 'lost') {
    found.push({
      id: 'connection',
      tone: 'warn',
      title: 'The app cannot be reached; the map shows what was last known.',
      text: 'Trains stand where they were and are drawn as guesses. It is tried again by itself.',
      where: null,
      action: 'reconnect',
    })
  }
  if (connection.state === 'refused') {
    found.push({
      id: 'refused',
      tone: 'err',
      title: 'The app does not know this page.',
      text: 'Open the address again that the app printed when it started: it carries a token, and a new start makes a new one.',
      where: null,
      action: 'reconnect',
    })
  }
  for (const [stream, fault] of Object.entries(connection.faults)) {
    found.push({ ...said(`stream:${stream}`, 'err', fault), action: null })
  }
  if (failure) found.push({ ...said('command', 'err', failure), action: 'dismiss' })
  if (!health) return found
  if (health.run.problem) {
    found.push({ ...said('run', health.run.state === 'failed' ? 'err' : 'warn', health.run.problem), action: null })
  }
  for (const service of health.services) {
    if (service.state !== 'failed') continue
    const told = service.problem ?? {
      code: 'no-answer',
      where: service.address ?? service.name,
      message: `${serviceTitles[service.name]} does not answer.`,
      tip: 'What was read from it stays on the screen. It is tried again by itself.',
    }
    found.push({ ...said(`service:${service.name}`, 'err', told), action: 'show-services' })
  }
  const failedSteps = health.steps.filter(({ state }) => state === 'failed')
  for (const step of failedSteps) {
    const told = step.problem
    found.push({
      id: `step:${step.id}`,
      tone: 'err',
      title: `${step.title} could not be provisioned.`,
      text: told ? `${told.message} ${told.tip}` : (step.detail ?? 'The app did not say why.'),
      where: told?.where ?? null,
      action: 'retry-steps',
    })
  }
  for (const part of health.parts) {
    if (!part.problem || (part.state !== 'failed' && part.state !== 'retrying')) continue
    if (part.id === readerPart && input.mapTime !== null) {
      found.push({ ...standing(input.mapTime, input.guesses, part.problem), action: 'show-services' })
      continue
    }
    found.push({ ...said(`part:${part.id}`, part.state === 'failed' ? 'err' : 'warn', part.problem), action: null })
  }
  if (facts.behindMs !== null && facts.behindMs > behindMsMax) {
    found.push({
      id: 'behind',
      tone: 'warn',
      title: `The map is ${formatDuration(facts.behindMs)} behind${guessed(input.guesses)}.`,
      text: `${whatLags(facts)} Times and totals are the last known.`,
      where: null,
      action: 'show-lag',
    })
  }
  return found.sort((one, other) => rank(one) - rank(other))
}

/** The reader of the city has stopped reading: in the map's own words what that means for it. */
function standing(mapTime: string, guesses: number, problem: Problem): Omit<Trouble, 'action'> {
  return {
    id: 'standing',
    tone: 'err',
    title: `The map stands still at ${mapTime}${guessed(guesses)}.`,
    text: `No record can be read: ${problem.message} What is known stays, and it goes on by itself.`,
    where: problem.where,
  }
}

function guessed(guesses: number): string {
  return guesses === 1 ? '; 1 train is a guess' : guesses > 1 ? `; ${guesses} trains are guesses` : ''
}

/** More topics than this are counted, not named. */
const topicsNamedMax = 3

/** Which partitions wait, how many records of theirs, and since when. */
function whatLags({ lagging, laggingSince }: TroubleInput['facts']): string {
  if (lagging.length === 0) return 'Records wait in Kafka longer than they should.'
  const records = lagging.reduce((sum, partition) => sum + partition.records, 0)
  const partitions = [...new Set(lagging.map(({ partition }) => partition))].sort((one, other) => one - other)
  const topics = [...new Set(lagging.map(({ topic }) => shortTopic(topic)))]
  const named = topics.length > topicsNamedMax ? `${topics.length} topics` : topics.join(', ')
  const since = laggingSince === null ? '' : `, since ${wallTime(laggingSince)} (wall)`
  const waits = records === 1 ? '1 more record waits' : `${formatCount(records)} more records wait`
  return `${waits} on partition ${partitions.join(', ')} of ${named}${since}.`
}

function shortTopic(topic: string): string {
  return topic.startsWith(arrivalTopicPrefix) ? topic.slice(arrivalTopicPrefix.length) : topic
}

/** The time of day where the person is. */
function wallTime(ms: number): string {
  return new Date(ms).toLocaleTimeString('en-GB')
}

function said(id: string, tone: Trouble['tone'], told: Problem): Omit<Trouble, 'action'> {
  return { id, tone, title: told.message, text: told.tip, where: told.where }
}

function rank({ id, tone }: Trouble): number {
  if (id === 'connection' || id === 'refused') return 0
  if (id === 'standing') return 0.5
  return tone === 'err' ? 1 : 2
}
