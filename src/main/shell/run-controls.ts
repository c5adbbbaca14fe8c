import type { RunState } from '../../shared/contract/lifecycle'
import { speeds } from '../../shared/contract/speeds'

/** What a person can do with the run just now, as menu and tray show it. */
export interface RunControls {
  /** Which of the tray's icons says how the run is. */
  icon: 'starting' | 'ready' | 'running' | 'paused' | 'failed'
  /** How the run is, in a few words. */
  summary: string
  /** What Start is called: a paused run goes on. */
  startTitle: string
  canStart: boolean
  canPause: boolean
  canStop: boolean
  canStep: boolean
  canSetSpeed: boolean
  speed: number
}

/** What the state of a run means for its controls. The engine itself refuses what does not fit. */
export function controlsOf({ state, speed, problem }: RunState): RunControls {
  const isPaused = state === 'paused'
  const canSetSpeed = state === 'ready' || state === 'running' || isPaused
  return {
    icon: iconOf(state, problem !== null),
    summary: problem ? `${titles[state]}: ${problem.message}` : `${titles[state]}${canSetSpeed ? `, ${speed}×` : ''}`,
    startTitle: isPaused ? 'Go On' : 'Start',
    canStart: state === 'ready' || isPaused,
    canPause: state === 'running',
    canStop: state === 'running' || isPaused,
    canStep: state === 'ready' || isPaused,
    canSetSpeed,
    speed,
  }
}

/** The speed one notch faster (1) or slower (-1), among those that the menu has. */
export function nextSpeed(speed: number, direction: 1 | -1): number {
  const further = direction === 1 ? speeds.filter(one => one > speed) : speeds.filter(one => one < speed).reverse()
  return further[0] ?? speed
}

const titles: Record<RunState['state'], string> = {
  starting: 'Starting',
  ready: 'Ready',
  running: 'Running',
  paused: 'Paused',
  stopping: 'Stopping',
  stopped: 'Stopped',
  failed: 'Failed',
}

function iconOf(state: RunState['state'], hasProblem: boolean): RunControls['icon'] {
  if (state === 'failed' || hasProblem) return 'failed'
  if (state === 'stopping' || state === 'stopped') return 'ready'
  return state
}
