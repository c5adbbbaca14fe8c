import { create } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { Health, RunState, StepState } from '../../shared/contract/lifecycle'
import type { Problem } from '../../shared/contract/problem'
import { client, type Follower } from './connection'
import { toProblem } from './problem'

interface LifecycleStore {
  /** Null until the app has told it. */
  health: Health | null
  /** When this page saw a service or a step begin and end, wall ms, by `service:kafka` or `step:topics`. */
  seen: Record<string, { from: number; to: number | null }>
  /** What came of the newest command, when it failed. */
  failure: Problem | null
  /** The command under way. */
  busy: Command | null
}

export type Command = 'start' | 'pause' | 'stop' | 'step' | 'speed' | 'provision'

const useStore = create<LifecycleStore>(() => ({ health: null, seen: {}, failure: null, busy: null }))

/** Something of the health, or undefined before it is known; compared part by part. */
export function useHealth<Value>(select: (health: Health) => Value): Value | undefined {
  return useStore(useShallow(store => (store.health ? select(store.health) : undefined)))
}

export const useCommandFailure = () => useStore(store => store.failure)
export const useBusyCommand = () => useStore(store => store.busy)
export const useSeen = () => useStore(store => store.seen)
export const showFailure = (failure: Problem) => useStore.setState({ failure })
export const dismissFailure = () => useStore.setState({ failure: null })

/** The health as it is now, for key handlers. */
export const healthNow = (): Health | null => useStore.getState().health

/** Follows the health. */
export const followHealth: Follower = {
  title: 'the health of the services',
  async follow(appClient) {
    for await (const health of await appClient.lifecycle.health()) {
      useStore.setState(({ seen }) => ({ health, seen: markSeen(seen, health, Date.now()) }))
    }
  },
}

export const start = () => run('start', () => client().lifecycle.start())
export const pause = () => run('pause', () => client().lifecycle.pause())
export const stop = () => run('stop', () => client().lifecycle.stop())
export const step = () => run('step', () => client().lifecycle.step())
export const setSpeed = (speed: number) => run('speed', () => client().lifecycle.setSpeed({ speed }))
export const provision = (from?: string) => run('provision', () => client().lifecycle.provision({ from }))

async function run(command: Command, call: () => Promise<RunState | StepState[]>): Promise<void> {
  if (useStore.getState().busy === command) return
  useStore.setState({ busy: command, failure: null })
  try {
    const answer = await call()
    if (!Array.isArray(answer)) {
      useStore.setState(({ health }) => ({ health: health && { ...health, run: answer } }))
    }
  } catch (error) {
    useStore.setState({ failure: toProblem(error, commandTitles[command]) })
  } finally {
    useStore.setState({ busy: null })
  }
}

const commandTitles: Record<Command, string> = {
  start: 'Starting the city',
  pause: 'Pausing the city',
  stop: 'Stopping the city',
  step: 'Advancing by one step',
  speed: 'Changing the speed',
  provision: 'Provisioning',
}

/** Notes when things begin and end, so that their durations can be shown; those that were over before are not known. */
export function markSeen(seen: LifecycleStore['seen'], health: Health, now: number): LifecycleStore['seen'] {
  const after = { ...seen }
  const mark = (key: string, isWorking: boolean, isOver: boolean) => {
    const known = after[key]
    if (isWorking && (!known || known.to !== null)) after[key] = { from: now, to: null }
    if (isOver && known && known.to === null) after[key] = { ...known, to: now }
  }
  for (const { name, state } of health.services) {
    mark(`service:${name}`, state === 'starting', ['ready', 'slow', 'failed', 'absent'].includes(state))
  }
  for (const { id, state } of health.steps) {
    mark(`step:${id}`, state === 'checking' || state === 'applying', ['done', 'failed', 'skipped'].includes(state))
  }
  mark('run', health.run.state === 'starting', health.run.state !== 'starting')
  return after
}
