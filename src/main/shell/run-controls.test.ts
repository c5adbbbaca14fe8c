import { describe, expect, it } from 'vitest'
import type { RunState } from '../../shared/contract/lifecycle'
import { controlsOf, nextSpeed } from './run-controls'

const run = (state: RunState['state'], more: Partial<RunState> = {}): RunState => ({
  state,
  speed: 60,
  seed: 1,
  problem: null,
  ...more,
})

describe('the controls of a run', () => {
  it.each([
    ['starting', '', 'starting'],
    ['ready', 'start step', 'ready'],
    ['running', 'pause stop', 'running'],
    ['paused', 'start stop step', 'paused'],
    ['stopping', '', 'ready'],
    ['stopped', '', 'ready'],
    ['failed', '', 'failed'],
  ] as const)('of one that is %s are: %s', (state, possible, icon) => {
    const controls = controlsOf(run(state))
    const { canStart, canPause, canStop, canStep } = controls
    const names = Object.entries({ start: canStart, pause: canPause, stop: canStop, step: canStep })
    expect(names.flatMap(([name, can]) => (can ? [name] : [])).join(' ')).toBe(possible)
    expect(controls.icon).toBe(icon)
  })

  it('call it Go On when it is paused', () => {
    expect(controlsOf(run('paused')).startTitle).toBe('Go On')
    expect(controlsOf(run('ready')).startTitle).toBe('Start')
  })

  it('say the speed, or what is wrong', () => {
    expect(controlsOf(run('running')).summary).toBe('Running, 60×')
    const problem = { code: 'x', where: 'kafka', message: 'Kafka is away.', tip: 'Wait.' }
    expect(controlsOf(run('running', { problem }))).toMatchObject({
      summary: 'Running: Kafka is away.',
      icon: 'failed',
      canPause: true,
    })
  })
})

describe('the next speed', () => {
  it.each([
    [60, 1, 300],
    [60, -1, 10],
    [600, 1, 600],
    [1, -1, 1],
    [45, 1, 60],
    [45, -1, 10],
  ] as const)('from %i in direction %i is %i', (speed, direction, next) => {
    expect(nextSpeed(speed, direction)).toBe(next)
  })
})
