import type { Network } from '../../shared/city/network'
import type { StepState } from '../../shared/contract/lifecycle'
import type { ServiceName } from '../../shared/contract/services'
import {
  endpointsOf,
  serviceHealth,
  shownAddresses,
  type Endpoints,
  type Profile,
  type ServiceHealth,
} from '../endpoints'
import { delay, sharedController } from '../lib/cancellation'
import type { Log } from '../lib/log'
import { asProblem, ProblemError } from '../lib/problem'
import { createPipeline, type Pipeline } from './pipeline'
import { createRun, tickMs, type Run } from './run'
import { simulatedCity } from './simulated-city'
import type { StackProcess } from './stack-process'
import type { ForkStack } from './stack-child'
import { startStack } from './stack-services'

/** Steps that failed are tried again this often, and whenever a service comes back. */
const retryStepsEveryMs = 20_000
const afterRecoveryMs = 500

/** What the producers may take to send what waits when the session ends. */
const drainMsMax = 1_500

/** One profile at work: the stack if the profile is the embedded one, what works on its endpoints, and the run. */
export interface Session {
  readonly profile: Profile
  readonly run: Run
  readonly services: ServiceHealth
  /** Undefined while the stack starts. */
  readonly pipeline: Pipeline | undefined
  /** Aborts when the session begins to end. */
  readonly ending: AbortSignal
  /** With credentials; undefined while the stack starts. */
  endpoints(): Endpoints | undefined
  /** As the stack's own ready line has them: with the credentials of the embedded database, but of no other. */
  printedEndpoints(): Record<ServiceName, string | null> | undefined
  /**
   * Starts the stack (if the profile is the embedded one), provisions, and begins to read the city.
   * Resolves when the services' addresses are known.
   *
   * @throws ProblemError when the stack cannot start; the run's state has it as well
   */
  open(options: { autostart: boolean }): Promise<void>
  provision(from?: string): Promise<StepState[]>
  /** Ends everything that open has begun, at any moment. */
  close(): Promise<void>
}

export interface SessionOptions {
  profile: Profile
  /** Where the embedded stack keeps its data; asked for when it is started. */
  stackDir(): string
  ports?: string
  forkStack?: ForkStack
  network: Network
  speed: number
  seed: number
  log: Log
  now(): number
  onChange(): void
}

export function createSession(options: SessionOptions): Session {
  const { profile, network, seed, log, now } = options
  const closing = sharedController()
  let pipeline: Pipeline | undefined
  let stack: StackProcess | null = null
  let endpoints: Endpoints | undefined
  let opening: Promise<void> | undefined
  let ticking: NodeJS.Timeout | undefined

  const onChange = () => {
    if (pipeline && isSettled(pipeline) && !closing.signal.aborted) pipeline.city.start()
    options.onChange()
  }
  const runnable = simulatedCity({ network, seed, pipeline: () => pipeline, now })
  const run = createRun({ runnable, speed: options.speed, seed, now, onChange })
  const services = serviceHealth({ onChange, now, onRecovered: name => void retrySteps(afterRecoveryMs, name) })

  const provision = async (from?: string): Promise<StepState[]> => {
    if (!pipeline) return []
    await pipeline.provisioner.run({ from, signal: closing.signal })
    return [...pipeline.provisioner.states]
  }
  const retrySteps = async (afterMs: number, reason: string) => {
    await delay(afterMs, closing.signal)
    const states = pipeline?.provisioner.states ?? []
    const isAtWork = states.some(({ state }) => state === 'checking' || state === 'applying')
    if (isAtWork || !states.some(({ state }) => state === 'failed')) return
    log.info({ reason }, 'trying the failed provisioning steps again')
    await provision(states.find(({ state }) => state === 'failed')?.id)
  }
  const inBackground = (what: string, work: () => Promise<unknown>) => {
    work().catch(error => {
      if (!closing.signal.aborted) log.error({ err: error }, `${what} has failed`)
    })
  }
  const open = async () => {
    if (!profile.endpoints) {
      const { ports, forkStack: fork } = options
      stack = await startStack({ dataDir: options.stackDir(), ports, fork, log, services, signal: closing.signal })
    }
    const known = profile.endpoints ?? endpointsOf(stack!.endpoints)
    endpoints = known
    pipeline = createPipeline({ profile, endpoints: known, network, log, now, onChange })
    ticking = setInterval(run.tick, tickMs)
    run.becomeReady()
    inBackground('probing the services', () => services.run(known, closing.signal))
    inBackground('provisioning', async () => {
      await provision()
      for (;;) await retrySteps(retryStepsEveryMs, 'some time has passed')
    })
  }
  return {
    profile,
    run,
    services,
    ending: closing.signal,
    get pipeline() {
      return pipeline
    },
    endpoints: () => endpoints,
    printedEndpoints: () => stack?.endpoints ?? (endpoints && shownAddresses(endpoints)),
    async open({ autostart }) {
      if (autostart && !profile.readOnly) run.start()
      opening = open()
      try {
        await opening
      } catch (error) {
        if (closing.signal.aborted) throw new ProblemError(ended)
        run.fail(asProblem('engine', error))
        throw error
      }
    },
    provision,
    async close() {
      if (closing.signal.aborted) return
      run.stopping()
      clearInterval(ticking)
      closing.abort(new Error('stopping'))
      // A stack that is just starting ends as well; why it did not start is of no interest any more.
      await opening?.catch(() => undefined)
      clearInterval(ticking)
      await Promise.all([
        pipeline?.producers?.stop(AbortSignal.timeout(drainMsMax)),
        pipeline?.transformer.stop(),
        pipeline?.city.stop(),
        pipeline?.inspector.close(),
      ])
      await stack?.stop()
      run.stopped()
    },
  }
}

const ended = {
  code: 'stopping',
  where: 'engine',
  message: 'The app was stopped, or switched to another profile, before this one was open.',
  tip: 'Nothing needs to be done.',
}

/** The city is read once the topics that it is made of were made, or could not be: reading begins but once then. */
function isSettled({ provisioner }: Pipeline): boolean {
  const settled = ['done', 'failed', 'skipped']
  return provisioner.states.every(({ id, state }) => !['topics', 'ksql'].includes(id) || settled.includes(state))
}
