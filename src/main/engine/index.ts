import { chicago } from '../../shared/city/chicago'
import { emptyCity } from '../../shared/city/fold'
import { cityDocument, type CityDocument } from '../../shared/city/document'
import { buildNetwork } from '../../shared/city/network'
import type { AboutApp } from '../../shared/contract/about'
import type { CityPatch, CitySnapshot, StationHistory } from '../../shared/contract/city'
import type { LogFilter, LogMessage } from '../../shared/contract/logs'
import type { Health, RunState, StepState } from '../../shared/contract/lifecycle'
import type { ServiceName } from '../../shared/contract/services'
import type { City } from '../city'
import { shownAddresses, type Profile } from '../endpoints'
import type { Inspector } from '../inspector'
import { eitherOf } from '../lib/cancellation'
import type { AppLog } from '../lib/app-log'
import type { Log } from '../lib/log'
import { asProblem, ProblemError, type Problem } from '../lib/problem'
import { announcer, watch, type Announcer } from '../lib/watch'
import { aboutApp } from './about'
import { openDataDir, type DataDir } from './data-dir'
import { createProfiles, type Profiles } from './profiles'
import { createSession, type Session } from './session'
import type { ForkStack } from './stack-child'
import { sessionSwitch } from './switching'

export { readProfile } from '../endpoints'
export type { ForkStack, StackChild } from './stack-child'

/** The health goes out at most ten times a second. */
const healthEveryMs = 100

export interface EngineOptions {
  profile: Profile
  dataDir: string
  /** Of the embedded stack, as --ports takes them. */
  ports?: string
  /** How the stack's process is started; default: Node's way. */
  forkStack?: ForkStack
  speed: number
  seed: number
  log: Log
  /** What was logged, for the page. */
  logged: Pick<AppLog, 'entries' | 'files'>
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
    watchStation(stationId: number, signal: AbortSignal): AsyncGenerator<StationHistory, void, void>
  }
  /** The log of the app, and of the services where they are its own. */
  watchLog(filter: LogFilter, signal: AbortSignal): AsyncGenerator<LogMessage, void, void>
  /** @throws ProblemError not-ready while the stack starts */
  inspector(): Inspector
  start(): RunState
  pause(): RunState
  stop(): RunState
  step(): RunState
  setSpeed(speed: number): RunState
  provision(from?: string): Promise<StepState[]>
  profiles: Profiles
  about(): AboutApp
}

export function createEngine(options: EngineOptions): Engine {
  const now = options.now ?? Date.now
  const network = buildNetwork(chicago)
  const changes = announcer()
  const onChange = changes.announce
  let dataDir: DataDir | undefined
  let startsByItself = false

  const sessions = sessionSwitch({
    first: options.profile,
    speed: options.speed,
    create: (profile, run) =>
      createSession({ ...options, ...run, profile, stackDir: () => dataDir!.stack, network, now, onChange }),
    onChange,
  })
  const currentHealth = (): Health => {
    const { profile, run, services, pipeline } = sessions.current
    return {
      profile: { id: profile.id, title: profile.title, readOnly: profile.readOnly },
      run: run.state,
      services: [...services.states],
      steps: [...(pipeline?.provisioner.states ?? [])],
      parts: pipeline?.parts() ?? [],
    }
  }
  const profiles = createProfiles({
    dataDir: options.dataDir,
    first: options.profile,
    session: () => sessions.current,
    // Into the services of others nothing is simulated until somebody starts it.
    open: profile => sessions.use(profile, { autostart: startsByItself && profile.endpoints === null }),
    log: options.log,
    now,
  })
  return {
    async open({ autostart }) {
      startsByItself = autostart
      try {
        dataDir = openDataDir(options.dataDir)
      } catch (error) {
        sessions.current.run.fail(asProblem('engine', error))
        throw error
      }
      await sessions.current.open({ autostart })
    },
    async close() {
      await sessions.close()
      dataDir?.close()
    },
    addresses: () => {
      const endpoints = sessions.current.endpoints()
      return endpoints && shownAddresses(endpoints)
    },
    endpoints: () => sessions.current.printedEndpoints(),
    health: currentHealth,
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
    watchLog(filter, signal) {
      const { entries, files } = options.logged
      const about = () => ({ files, hasStack: sessions.current.profile.endpoints === null })
      return entries.watch(filter, about, signal)
    },
    city: {
      document: () => cityDocument(network, sessions.current.pipeline?.city.state ?? emptyCity()),
      watch: signal => {
        const watchCity = (city: City, over: AbortSignal) => city.watch(over)
        return watchCities(() => sessions.current, changes, signal, watchCity)
      },
      watchStation: (stationId, signal) => {
        const watchStation = (city: City, over: AbortSignal) => city.watchStation(stationId, over)
        return watchCities(() => sessions.current, changes, signal, watchStation)
      },
    },
    inspector() {
      const { pipeline } = sessions.current
      if (!pipeline) throw new ProblemError(notReady)
      return pipeline.inspector
    },
    start() {
      const { pipeline, run } = sessions.current
      if (pipeline?.cannotWrite) throw new ProblemError(pipeline.cannotWrite)
      return run.start()
    },
    pause: () => sessions.current.run.pause(),
    stop: () => sessions.current.run.stop(),
    step: () => sessions.current.run.step(),
    setSpeed: speed => sessions.current.run.setSpeed(speed),
    provision: from => sessions.current.provision(from),
    profiles,
    about: () => aboutApp(options.dataDir),
  }
}

/** What is watched of the city of the session there is, then of the one after it: each begins anew. */
async function* watchCities<Message>(
  session: () => Session,
  changes: Announcer,
  signal: AbortSignal,
  watchCity: (city: City, over: AbortSignal) => AsyncGenerator<Message, void, void>,
): AsyncGenerator<Message, void, void> {
  let watched: Session | undefined
  // While the stack starts there is no city yet.
  const next = () => {
    const there = session()
    return there === watched || !there.pipeline ? undefined : there
  }
  for await (const there of watch(changes, next, { everyMs: healthEveryMs, signal })) {
    watched = there
    const either = eitherOf(signal, there.ending)
    try {
      yield* watchCity(there.pipeline!.city, either.signal)
    } finally {
      either.done()
    }
  }
}

const notReady: Problem = {
  code: 'not-ready',
  where: 'engine',
  message: 'The services are still coming up.',
  tip: 'Wait until they run; the strip at the bottom shows how far they are.',
}
