import climate from '../../../resources/data/climate.json'
import ridership from '../../../resources/data/ridership.json'
import type { Network } from '../../shared/city/network'
import type { StepState } from '../../shared/contract/lifecycle'
import { advance, advanceMaxMs, createSimulation, type SimulationState } from '../simulation'
import type { Problem } from '../lib/problem'
import type { Pipeline } from './pipeline'
import type { Runnable } from './run'
import { startTime } from './start-time'

/** Steps without which no event can be written. */
const neededSteps = ['topics', 'schemas']

/**
 * The simulation behind a run: made when time first passes, so that it begins after what the log holds, and held
 * whenever the producers have no room.
 */
export function simulatedCity(options: {
  network: Network
  seed: number
  pipeline(): Pipeline | undefined
  now(): number
}): Runnable {
  let simulation: SimulationState | undefined
  /** Where a run that was ended had come to; its last events may still be on their way into the log. */
  let reached: number | null = null
  return {
    blocked() {
      const pipeline = options.pipeline()
      if (!pipeline) return 'wait'
      if (!pipeline.producers) return pipeline.cannotWrite ?? 'wait'
      const step = blockingStep(pipeline.provisioner.states)
      if (step) return step
      if (!pipeline.producers.hasRoom()) return clockHeld(pipeline)
      return simulation || pipeline.city.caughtUp ? null : 'wait'
    },
    advance(simulatedMs) {
      const pipeline = options.pipeline()
      if (!pipeline?.producers) return
      const { network, seed, now } = options
      const inLog = pipeline.city.state.simulatedTime
      const lastInLog = inLog === null && reached === null ? null : Math.max(inLog ?? 0, reached ?? 0)
      simulation ??= createSimulation({
        network,
        ridership,
        climate,
        seed,
        startAt: startTime({ lastInLog, now: now() }),
      })
      const { state, events } = advance(simulation, Math.min(simulatedMs, advanceMaxMs))
      simulation = state
      pipeline.producers.add(events)
    },
    end() {
      reached = simulation?.now ?? reached
      simulation = undefined
    },
  }
}

function blockingStep(steps: readonly StepState[]): Problem | 'wait' | null {
  const needed = steps.filter(({ id }) => neededSteps.includes(id))
  const failed = needed.find(({ state }) => state === 'failed')
  if (failed) return failed.problem ?? 'wait'
  return needed.every(({ state }) => state === 'done') ? null : 'wait'
}

/** Nothing is dropped while a service is away; time waits instead. */
function clockHeld(pipeline: Pipeline): Problem {
  const full = pipeline.parts().find(({ buffered, bufferedMax }) => buffered !== null && buffered >= (bufferedMax ?? 0))
  return {
    code: 'clock-held',
    where: full?.title ?? 'producers',
    message: `Simulated time waits: ${full?.buffered ?? 'too many'} records of the ${full?.title.toLowerCase() ?? 'producers'} have not been taken yet.`,
    tip: full?.problem?.message ?? 'It goes on by itself as soon as they are.',
  }
}
