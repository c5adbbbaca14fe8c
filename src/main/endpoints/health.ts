import type { ServiceState } from '../../shared/contract/lifecycle'
import { serviceNames, type ServiceName } from '../../shared/contract/services'
import { delay, within } from '../lib/cancellation'
import { asProblem } from '../lib/problem'
import { shownAddresses } from './addresses'
import { probeMsMax, probes as allProbes, type Probe } from './probes'
import type { Endpoints } from './profile'
import { serviceTitles } from './titles'

/** Time between the end of a probe and the next. */
const probeEveryMs = 3_000

/** A service that needs longer than this to answer its probe is called slow. */
const slowMs = 1_500

export interface ServiceHealth {
  readonly states: readonly ServiceState[]
  /** Writes down what is known without asking, such as that the stack has just begun to start it. */
  set(name: ServiceName, change: Partial<Omit<ServiceState, 'name'>>): void
  /** Asks every service again and again until the signal aborts. */
  run(endpoints: Endpoints, signal: AbortSignal): Promise<void>
}

export interface HealthOptions {
  onChange(): void
  /** Called when a service that had failed answers again. */
  onRecovered(name: ServiceName): void
  now(): number
  probes?: Record<ServiceName, Probe>
  everyMs?: number
}

/** The states of the six services, from waiting on. */
export function serviceHealth(options: HealthOptions): ServiceHealth {
  const states = new Map<ServiceName, ServiceState>(
    serviceNames.map(name => [name, { name, state: 'waiting', address: null, note: null, problem: null }]),
  )
  const failed = new Set<ServiceName>()
  const set: ServiceHealth['set'] = (name, change) => {
    const before = states.get(name)!
    const after = { ...before, ...change }
    if (JSON.stringify(before) === JSON.stringify(after)) return
    states.set(name, after)
    options.onChange()
    if (after.state === 'failed') failed.add(name)
    if (['ready', 'slow'].includes(after.state) && failed.delete(name)) options.onRecovered(name)
  }
  const probes = options.probes ?? allProbes
  return {
    get states() {
      return [...states.values()]
    },
    set,
    async run(endpoints, signal) {
      const addresses = shownAddresses(endpoints)
      const watchOne = async (name: ServiceName) => {
        set(name, { address: addresses[name] })
        if (addresses[name] === null) return set(name, { state: 'absent', problem: null })
        while (!signal.aborted) {
          set(name, await probeOnce(name, probes[name], endpoints, signal, options.now))
          await delay(options.everyMs ?? probeEveryMs, signal)
        }
      }
      await Promise.all(serviceNames.map(watchOne)).catch(error => {
        if (!signal.aborted) throw error
      })
    },
  }
}

async function probeOnce(
  name: ServiceName,
  probe: Probe,
  endpoints: Endpoints,
  signal: AbortSignal,
  now: () => number,
): Promise<Pick<ServiceState, 'state' | 'problem'>> {
  const began = now()
  try {
    await within(probeMsMax, `The probe of ${serviceTitles[name]}`, probe(endpoints, signal))
  } catch (error) {
    signal.throwIfAborted()
    return { state: 'failed', problem: asProblem(serviceTitles[name], error) }
  }
  const ms = now() - began
  if (ms <= slowMs) return { state: 'ready', problem: null }
  return {
    state: 'slow',
    problem: {
      code: 'service-slow',
      where: serviceTitles[name],
      message: `${serviceTitles[name]} needed ${ms} ms for an answer.`,
      tip: 'It works, but it or this machine is busy.',
    },
  }
}
