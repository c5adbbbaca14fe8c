import { describe, expect, it } from 'vitest'
import type { Problem } from '../lib/problem'
import { createRun, stepSimulatedMs, type Runnable } from './run'

const away: Problem = { code: 'x', where: 'Kafka', message: 'away', tip: 'wait' }

function runFor() {
  let now = 0
  let block: ReturnType<Runnable['blocked']> = null
  const advanced: number[] = []
  let ended = 0
  const runnable: Runnable = {
    blocked: () => block,
    advance: ms => void advanced.push(ms),
    end: () => void ended++,
  }
  const run = createRun({ runnable, speed: 60, seed: 1, now: () => now, onChange: () => undefined })
  return {
    run,
    advanced,
    ended: () => ended,
    block: (reason: typeof block) => (block = reason),
    /** Lets wall time pass, then ticks. */
    tickAfter(ms: number) {
      now += ms
      run.tick()
    },
  }
}

describe('a run', () => {
  it('goes from starting to ready, and at once to running when it was started before', () => {
    const plain = runFor()
    plain.run.becomeReady()
    expect(plain.run.state.state).toBe('ready')
    const eager = runFor()
    expect(eager.run.start().state).toBe('starting')
    eager.run.becomeReady()
    expect(eager.run.state.state).toBe('running')
    const undecided = runFor()
    undecided.run.start()
    undecided.run.pause()
    undecided.run.becomeReady()
    expect(undecided.run.state.state).toBe('ready')
  })

  it('lets time pass by the speed, only while it runs', () => {
    const { run, advanced, tickAfter } = runFor()
    run.becomeReady()
    tickAfter(100)
    run.start()
    tickAfter(100)
    run.setSpeed(600)
    tickAfter(100)
    run.pause()
    tickAfter(100)
    expect(advanced).toEqual([6_000, 60_000])
  })

  it('does not make up for the time in which it was paused, blocked, or asleep', () => {
    const { run, advanced, tickAfter, block } = runFor()
    run.becomeReady()
    run.start()
    run.pause()
    tickAfter(50_000)
    run.start()
    tickAfter(100)
    block('wait')
    tickAfter(500)
    block(null)
    tickAfter(100)
    tickAfter(3_600_000)
    expect(advanced).toEqual([6_000, 6_000, 60_000])
  })

  it('says why time stands still, and forgets it when it goes on', () => {
    const { run, block, tickAfter, advanced } = runFor()
    run.becomeReady()
    run.start()
    block(away)
    tickAfter(100)
    expect(run.state).toMatchObject({ state: 'running', problem: away })
    block(null)
    tickAfter(100)
    expect(run.state.problem).toBeNull()
    expect(advanced).toEqual([6_000])
  })

  it('advances by one step while it is paused, unless something blocks it', () => {
    const { run, advanced, block } = runFor()
    run.becomeReady()
    expect(run.step().state).toBe('paused')
    block(away)
    expect(run.step().problem).toEqual(away)
    expect(advanced).toEqual([stepSimulatedMs])
  })

  it('ends what it ran when it is stopped, and can be started anew', () => {
    const { run, ended } = runFor()
    run.becomeReady()
    run.start()
    expect(run.stop().state).toBe('ready')
    expect(run.stop().state).toBe('ready')
    expect(ended()).toBe(1)
    expect(run.start().state).toBe('running')
  })

  it.each([
    ['step', 'running'],
    ['pause', 'ready'],
    ['start', 'failed'],
    ['start', 'stopping'],
  ] as const)('refuses %s while it is %s', (what, state) => {
    const { run } = runFor()
    run.becomeReady()
    if (state === 'running') run.start()
    if (state === 'failed') run.fail(away)
    if (state === 'stopping') run.stopping()
    expect(run.state.state).toBe(state)
    expect(() => run[what]()).toThrow(new RegExp(`${what} is possible only while .*; it is ${state}`))
  })

  it('hands out copies of its state', () => {
    const { run } = runFor()
    run.state.speed = 1
    expect(run.state.speed).toBe(60)
  })
})
