import type { RunState } from '../../shared/contract/lifecycle'
import { ProblemError, type Problem } from '../lib/problem'

/** Wall time between two ticks. */
export const tickMs = 100

/** A tick that comes late makes up for this much wall time at most: a machine that slept does not jump ahead. */
const catchUpMsMax = 1_000

/** What a single step of a paused run covers, as one step of the original course's simulation does. */
export const stepSimulatedMs = 5 * 60_000

/** What a run advances. */
export interface Runnable {
  /** Why time cannot pass yet: a Problem, or 'wait' for what takes care of itself. Null: it can. */
  blocked(): Problem | 'wait' | null
  /** Lets simulated time pass. */
  advance(simulatedMs: number): void
  /** The run has ended; the next start begins anew. */
  end(): void
}

export interface Run {
  readonly state: RunState
  /** The stack is up. Runs at once when it was started before. */
  becomeReady(): void
  fail(problem: Problem): void
  start(): RunState
  pause(): RunState
  stop(): RunState
  step(): RunState
  setSpeed(speed: number): RunState
  /** To be called every tickMs. */
  tick(): void
  /** The app ends. */
  stopping(): void
  stopped(): void
}

export interface RunOptions {
  runnable: Runnable
  speed: number
  seed: number
  /** Wall clock, ms. */
  now(): number
  onChange(): void
}

/**
 * The life of a run: starting → ready → running ⇄ paused → (stop) ready, and at the end stopping → stopped.
 * Simulated time passes only while it is running, nothing blocks it, and by no more than the ticks were apart.
 */
export function createRun({ runnable, now, onChange, ...given }: RunOptions): Run {
  const state: RunState = { state: 'starting', speed: given.speed, seed: given.seed, problem: null }
  let startWhenReady = false
  let lastTickAt = now()

  const change = (next: Partial<RunState>): RunState => {
    Object.assign(state, next)
    onChange()
    return { ...state }
  }
  const begin = () => {
    lastTickAt = now()
    return change({ state: 'running', problem: null })
  }
  /** Notes why time stands still; true when it does. */
  const isBlocked = (): boolean => {
    const reason = runnable.blocked()
    const problem = reason === 'wait' ? null : reason
    if (problem?.message !== state.problem?.message) change({ problem })
    return reason !== null
  }
  return {
    get state() {
      return { ...state }
    },
    becomeReady() {
      if (state.state !== 'starting') return
      if (startWhenReady) begin()
      else change({ state: 'ready', problem: null })
    },
    fail: problem => void change({ state: 'failed', problem }),
    start() {
      if (state.state === 'running') return { ...state }
      if (state.state === 'starting') {
        startWhenReady = true
        return { ...state }
      }
      expectOneOf(state, 'start', ['ready', 'paused'])
      return begin()
    },
    pause() {
      if (state.state === 'starting') startWhenReady = false
      if (state.state === 'paused' || state.state === 'starting') return { ...state }
      expectOneOf(state, 'pause', ['running'])
      return change({ state: 'paused', problem: null })
    },
    stop() {
      if (state.state === 'starting') startWhenReady = false
      if (state.state === 'ready' || state.state === 'starting') return { ...state }
      expectOneOf(state, 'stop', ['running', 'paused'])
      runnable.end()
      return change({ state: 'ready', problem: null })
    },
    step() {
      expectOneOf(state, 'step', ['paused', 'ready'])
      if (!isBlocked()) {
        runnable.advance(stepSimulatedMs)
        return change({ state: 'paused' })
      }
      return { ...state }
    },
    setSpeed: speed => (speed === state.speed ? { ...state } : change({ speed })),
    tick() {
      const at = now()
      const elapsedMs = Math.min(catchUpMsMax, Math.max(0, at - lastTickAt))
      lastTickAt = at
      if (state.state !== 'running' || isBlocked()) return
      runnable.advance(elapsedMs * state.speed)
    },
    stopping: () => void change({ state: 'stopping', problem: null }),
    stopped: () => void change({ state: 'stopped' }),
  }
}

function expectOneOf({ state }: RunState, what: string, allowed: RunState['state'][]): void {
  if (allowed.includes(state)) return
  throw new ProblemError({
    code: 'not-now',
    where: 'simulation',
    message: `${what} is possible only while the simulation is ${allowed.join(' or ')}; it is ${state}.`,
    tip:
      state === 'failed'
        ? 'Mend what failed and start the app again.'
        : 'Wait for the state to change, or start it first.',
  })
}
