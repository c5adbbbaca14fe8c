import type { CommandOutcome } from '../../../shared/contract/connect'
import { delay } from '../../lib/cancellation'
import { refused, type Answer, type HttpEndpoint } from '../../lib/http'
import { ProblemError } from '../../lib/problem'
import { saysConnector, send, unknownConnector } from './worker'

/** Waits between tries while the workers rebalance, ms. Some seconds: longer rebalances are for a person to await. */
export const rebalanceWaitsMs = [250, 500, 1_000, 1_500, 2_000]

/** One command to a connector or a task. */
export interface ConnectCommand {
  method: 'PUT' | 'POST'
  path: string
  connector: string
}

/** What a worker must be able to, and what to do where it is not. */
export interface Ability {
  title: string
  /** Of Connect, that it came with. */
  since: string
  instead: string
}

interface SendOptions {
  signal?: AbortSignal
  now(): number
  waitsMs?: readonly number[]
}

/**
 * Sends a command, again while Connect answers 409, as it does during a rebalance.
 *
 * @param needs an ability without which the worker knows no such path
 * @throws ProblemError connector-unknown, connect-rebalancing, connect-too-old, service-…
 */
export async function command(
  worker: HttpEndpoint,
  what: ConnectCommand,
  { signal, now, waitsMs = rebalanceWaitsMs }: SendOptions,
  needs?: Ability,
): Promise<CommandOutcome> {
  const startedAt = now()
  for (let tries = 1; ; tries++) {
    const answer = await send(worker, what.method, what.path, signal)
    const waitedMs = now() - startedAt
    if (answer.status >= 200 && answer.status <= 299) return { tries, waitedMs }
    if (answer.status !== 409) throw refusal(worker, what, answer, needs)
    const waitMs = waitsMs[tries - 1]
    if (waitMs === undefined) throw rebalancing(worker, { tries, waitedMs }, answer)
    await delay(waitMs, signal)
  }
}

/** The Problem for a command that came with a newer Connect than this one. */
export function tooOld(worker: HttpEndpoint, { title, since, instead }: Ability): ProblemError {
  return new ProblemError({
    code: 'connect-too-old',
    where: `${worker.title}, ${worker.url}`,
    message: `This Connect cannot ${title}: that came with version ${since}.`,
    tip: instead,
  })
}

function refusal(worker: HttpEndpoint, what: ConnectCommand, answer: Answer, needs?: Ability): ProblemError {
  if (answer.status === 404 && saysConnector(answer, what.connector)) return unknownConnector(worker, what.connector)
  if (needs && (answer.status === 404 || answer.status === 405)) return tooOld(worker, needs)
  return refused(worker, `${what.method} ${what.path}`, answer)
}

function rebalancing(worker: HttpEndpoint, { tries, waitedMs }: CommandOutcome, answer: Answer): ProblemError {
  const said = (answer.json as { message?: unknown } | undefined)?.message
  return new ProblemError({
    code: 'connect-rebalancing',
    where: `${worker.title}, ${worker.url}`,
    message:
      `Connect's workers are rebalancing and refused it ${tries} times in ${(waitedMs / 1_000).toFixed(1)} s` +
      (typeof said === 'string' ? `: ${said}` : '.'),
    tip: 'Try again when the rebalance is over; a worker may be joining or leaving.',
  })
}
