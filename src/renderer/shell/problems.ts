import type { Health } from '../../shared/contract/lifecycle'
import type { Problem } from '../../shared/contract/problem'
import type { CityFacts } from '../state/live-city'
import type { ConnectionState } from '../state/connection'
import { formatDuration } from '../ui/format'
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
  action: 'reconnect' | 'retry-steps' | 'show-services' | 'dismiss' | null
}

export interface TroubleInput {
  health: Health | null
  facts: Pick<CityFacts, 'behindMs'>
  connection: ConnectionState
  /** Of the newest command. */
  failure: Problem | null
  /** Trains that are drawn as guesses just now. */
  guesses: number
  behindMsMax: number
}

/** Everything that is wrong, the worst first. */
export function troubles({ health, facts, connection, failure, guesses, behindMsMax }: TroubleInput): Trouble[] {
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
    found.push({ ...said(`part:${part.id}`, part.state === 'failed' ? 'err' : 'warn', part.problem), action: null })
  }
  if (facts.behindMs !== null && facts.behindMs > behindMsMax) {
    const guessed = guesses === 1 ? '; 1 train is a guess' : guesses > 1 ? `; ${guesses} trains are guesses` : ''
    found.push({
      id: 'behind',
      tone: 'warn',
      title: `The map is ${formatDuration(facts.behindMs)} behind${guessed}.`,
      text: 'Records wait in Kafka longer than they should. Times and totals are the last known.',
      where: null,
      action: null,
    })
  }
  return found.sort((one, other) => rank(one) - rank(other))
}

function said(id: string, tone: Trouble['tone'], told: Problem): Omit<Trouble, 'action'> {
  return { id, tone, title: told.message, text: told.tip, where: told.where }
}

function rank({ id, tone }: Trouble): number {
  if (id === 'connection' || id === 'refused') return 0
  return tone === 'err' ? 1 : 2
}
