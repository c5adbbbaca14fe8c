import { serviceNames, type ServiceName } from '../../../shared/contract/services'
import type { ServiceCheck } from '../../../shared/contract/profiles'
import { deadline } from '../../lib/cancellation'
import { asProblem, type Problem } from '../../lib/problem'
import type { Endpoints } from '../profile'
import { serviceTitles } from '../titles'
import { checkMsMax, unusable, type Finding } from './finding'
import { checkHttp, type HttpName } from './http'
import { httpChecks } from './http-services'
import { checkKafka } from './kafka'
import { checkPostgres } from './postgres'

export interface ConnectionTest {
  endpoints: Endpoints
  /** Rights to write are not asked for. */
  readOnly: boolean
  signal: AbortSignal
  now(): number
}

/**
 * Tries every service of a profile, all at one time: first each as checking or absent, then each as it was found. That of
 * those that work on a Kafka cluster waits for Kafka's own, to tell whether it is the same one.
 */
export async function* testConnections(test: ConnectionTest): AsyncGenerator<ServiceCheck, void, void> {
  const { endpoints, signal } = test
  const present = serviceNames.filter(name => endpoints[name] !== null)
  for (const service of serviceNames) {
    const state = present.includes(service) ? 'checking' : 'absent'
    yield { service, state, ms: null, found: null, problems: [] }
  }
  const kafka = checkOne('kafka', test)
  const waiting = new Map(
    present.map(name => [name, name === 'kafka' ? kafka : besideKafka(name, checkOne(name, test), kafka)]),
  )
  while (waiting.size > 0 && !signal.aborted) {
    const { check } = await Promise.race(waiting.values())
    waiting.delete(check.service)
    yield check
  }
}

interface Checked {
  check: ServiceCheck
  clusterId: string | null
}

async function checkOne(service: ServiceName, { endpoints, readOnly, signal, now }: ConnectionTest): Promise<Checked> {
  const began = now()
  const limit = deadline(signal, checkMsMax, `The test of ${serviceTitles[service]}`)
  let finding: Finding
  try {
    finding = await find(service, endpoints, readOnly, limit.signal)
  } catch (error) {
    finding = unusable(asProblem(serviceTitles[service], error))
  } finally {
    limit.done()
  }
  const { found, problems, isUsable, clusterId = null } = finding
  const state = !isUsable ? 'failed' : problems.length > 0 ? 'warning' : 'ok'
  return { check: { service, state, ms: Math.round(now() - began), found, problems }, clusterId }
}

function find(service: ServiceName, endpoints: Endpoints, readOnly: boolean, signal: AbortSignal): Promise<Finding> {
  switch (service) {
    case 'kafka':
      return checkKafka(endpoints, readOnly, signal)
    case 'postgres':
      return checkPostgres(endpoints, readOnly, signal)
    default:
      return checkHttp(httpChecks[service satisfies HttpName], endpoints, signal)
  }
}

/** A service that works, but on another cluster than the profile's, shows nothing of what the app writes. */
async function besideKafka(service: ServiceName, own: Promise<Checked>, kafka: Promise<Checked>): Promise<Checked> {
  const mine = await own
  if (mine.clusterId === null) return mine
  const its = await kafka
  if (its.clusterId === null || its.clusterId === mine.clusterId) return mine
  const problems = [otherCluster(service, mine.clusterId, its.clusterId), ...mine.check.problems]
  return { ...mine, check: { ...mine.check, state: mine.check.state === 'failed' ? 'failed' : 'warning', problems } }
}

function otherCluster(service: ServiceName, its: string, kafkas: string): Problem {
  return {
    code: 'other-cluster',
    where: serviceTitles[service],
    message: `${serviceTitles[service]} works on the cluster ${its}, and the profile's Kafka is ${kafkas}.`,
    tip: 'Correct one of the two addresses: what one writes the other does not see.',
  }
}
