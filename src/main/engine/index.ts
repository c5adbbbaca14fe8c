import type { StackMessage } from '../../embedded'
import { chicago } from '../../shared/city/chicago'
import { emptyCity } from '../../shared/city/fold'
import { cityDocument, type CityDocument } from '../../shared/city/document'
import { buildNetwork } from '../../shared/city/network'
import type { CityPatch, CitySnapshot } from '../../shared/contract/city'
import type { Health, RunState, ServiceName, StepState } from '../../shared/contract/lifecycle'
import { endpointsOf, serviceHealth, shownAddresses, type Endpoints, type Profile } from '../endpoints'
import { delay, sharedController } from '../lib/cancellation'
import type { Log } from '../lib/log'
import type { Inspector } from '../inspector'
import { asProblem, ProblemError, type Problem } from '../lib/problem'
import { announcer, watch } from '../lib/watch'
import { openDataDir, type DataDir } from './data-dir'
import { createPipeline, type Pipeline } from './pipeline'
import { createRun, tickMs } from './run'
import { readOnlyProblem, simulatedCity } from './simulated-city'
import { startStackProcess, type StackProcess } from './stack-process'

export { readProfile } from '../endpoints'

/** The health goes out at most ten times a second. */
const healthEveryMs = 100

/** Steps that failed are tried again this often, and whenever a service comes back. */
const retryStepsEveryMs = 20_000
const afterRecoveryMs = 500

/** What the producers may take to send what waits when the app stops. */
const drainMsMax = 1_500

export interface EngineOptions {
  profile: Profile
  dataDir: string
  /** Of the embedded stack, as --ports takes them. */
  ports?: string
  /** What the stack's process needs in its environment beside this one's. */
  stackEnv?: NodeJS.ProcessEnv
  speed: number
  seed: number
  log: Log
  now?(): number
}

/** The whole app but its shells. What api and web may ask of it. */
export interface Engine {
  /**
   * Starts the stack (if the profile is the embedded one), provisions, and begins to read the city.
   * Resolves when the services' addresses are known.
   *
   * @throws ProblemError when the app cannot start
   */
  open(options: { autostart: boolean }): Promise<void>
  close(): Promise<void>
  /** Without credentials; null: no such service. Known once open has resolved. */
  addresses(): Record<ServiceName, string | null> | undefined
  /** As the stack's own ready line has them: with the credentials of the embedded database. */
  endpoints(): Record<ServiceName, string | null> | undefined
  health(): Health
  watchHealth(signal: AbortSignal): AsyncGenerator<Health, void, void>
  city: {
    document(): CityDocument
    watch(signal: AbortSignal): AsyncGenerator<CitySnapshot | CityPatch, void, void>
  }
  /** @throws ProblemError not-ready while the stack starts */
  inspector(): Inspector
  start(): RunState
  pause(): RunState
  stop(): RunState
  step(): RunState
  setSpeed(speed: number): RunState
  provision(from?: string): Promise<StepState[]>
}

export function createEngine(options: EngineOptions): Engine {
  const now = options.now ?? Date.now
  const { profile, log } = options
  const network = buildNetwork(chicago)
  const changes = announcer()
  const closing = sharedController()
  let pipeline: Pipeline | undefined
  let opened: { dataDir: { close(): void }; stack: StackProcess | null; endpoints: Endpoints } | undefined
  let ticking: NodeJS.Timeout | undefined

  const onChange = () => {
    if (pipeline && isSettled(pipeline)) pipeline.city.start()
    changes.announce()
  }
  const run = createRun({
    runnable: simulatedCity({ network, seed: options.seed, pipeline: () => pipeline, now }),
    speed: options.speed,
    seed: options.seed,
    now,
    onChange,
  })
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

  return {
    async open({ autostart }) {
      if (autostart) run.start()
      let dataDir: DataDir | undefined
      try {
        dataDir = openDataDir(options.dataDir)
        const stack = profile.endpoints ? null : await startStack(options, dataDir.stack, services)
        const endpoints = profile.endpoints ?? endpointsOf(stack!.endpoints)
        opened = { dataDir, stack, endpoints }
        pipeline = createPipeline({ profile, endpoints, network, log, now, onChange })
      } catch (error) {
        dataDir?.close()
        run.fail(asProblem('engine', error))
        throw error
      }
      const { endpoints } = opened
      ticking = setInterval(run.tick, tickMs)
      run.becomeReady()
      inBackground('probing the services', () => services.run(endpoints, closing.signal))
      inBackground('provisioning', async () => {
        await provision()
        for (;;) await retrySteps(retryStepsEveryMs, 'some time has passed')
      })
    },
    async close() {
      if (closing.signal.aborted) return
      run.stopping()
      clearInterval(ticking)
      closing.abort(new Error('stopping'))
      await Promise.all([
        pipeline?.producers?.stop(AbortSignal.timeout(drainMsMax)),
        pipeline?.transformer.stop(),
        pipeline?.city.stop(),
        pipeline?.inspector.close(),
      ])
      await opened?.stack?.stop()
      opened?.dataDir.close()
      run.stopped()
    },
    addresses: () => opened && shownAddresses(opened.endpoints),
    endpoints: () => opened && (opened.stack?.endpoints ?? shownAddresses(opened.endpoints)),
    health: () => currentHealth(),
    watchHealth(signal) {
      let sent = ''
      const take = (): Health | undefined => {
        const health = currentHealth()
        const text = JSON.stringify(health)
        if (text === sent) return undefined
        sent = text
        return health
      }
      return watch(changes, take, { everyMs: healthEveryMs, signal })
    },
    city: {
      document: () => cityDocument(network, pipeline?.city.state ?? emptyCity()),
      async *watch(signal) {
        // While the stack starts there is no city yet.
        for await (const there of watch(changes, () => pipeline?.city, { everyMs: healthEveryMs, signal })) {
          return yield* there.watch(signal)
        }
      },
    },
    inspector() {
      if (!pipeline) throw new ProblemError(notReady)
      return pipeline.inspector
    },
    start() {
      if (profile.readOnly) throw new ProblemError(readOnlyProblem)
      return run.start()
    },
    pause: run.pause,
    stop: run.stop,
    step: run.step,
    setSpeed: run.setSpeed,
    provision,
  }

  function currentHealth(): Health {
    return {
      profile: { id: profile.id, title: profile.title },
      run: run.state,
      services: [...services.states],
      steps: [...(pipeline?.provisioner.states ?? [])],
      parts: pipeline?.parts() ?? [],
    }
  }
}

const notReady: Problem = {
  code: 'not-ready',
  where: 'engine',
  message: 'The services are still coming up.',
  tip: 'Wait until they run; the strip at the bottom shows how far they are.',
}

/** The city is read once the topics that it is made of were made, or could not be: reading begins but once then. */
function isSettled({ provisioner }: Pipeline): boolean {
  const settled = ['done', 'failed', 'skipped']
  return provisioner.states.every(({ id, state }) => !['topics', 'ksql'].includes(id) || settled.includes(state))
}

/** Starts the embedded stack and writes down what it says of its services. */
function startStack(
  { ports, stackEnv, log }: EngineOptions,
  dataDir: string,
  services: ReturnType<typeof serviceHealth>,
): Promise<StackProcess> {
  const names = services.states.map(({ name }) => name)
  const onDeath = (problem: Problem) => {
    for (const name of names) services.set(name, { state: 'failed', problem })
  }
  const onMessage = (message: StackMessage) => {
    switch (message.event) {
      case 'service':
        return services.set(message.name, stateOf(message))
      case 'progress':
        return services.set(message.name, { note: message.message })
      case 'ready':
      case 'failed':
        // The promise of the start tells these.
        return
    }
  }
  return startStackProcess({ dataDir, ports, env: stackEnv, log, onMessage, onDeath })
}

function stateOf(message: Extract<StackMessage, { event: 'service' }>) {
  switch (message.state) {
    case 'starting':
      return { state: 'starting' as const, problem: null }
    case 'ready':
      return { state: 'ready' as const, problem: null, note: message.note }
    case 'failed':
      return { state: 'failed' as const, problem: message.problem }
  }
}
