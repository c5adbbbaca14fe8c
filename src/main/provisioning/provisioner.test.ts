import { describe, expect, it } from 'vitest'
import { silentLog } from '../lib/log'
import { ProblemError } from '../lib/problem'
import { createProvisioner } from './provisioner'
import { done, missing, skipped, type Found, type Step, type StepContext } from './step'

const signal = new AbortController().signal

/** A step over one flag: is its thing there? */
function step(id: string, options: Partial<Step> & { there?: boolean } = {}) {
  const state = { there: options.there ?? false, checks: 0, applies: 0 }
  const made: Step = {
    id,
    title: id.toUpperCase(),
    needs: [],
    async check(): Promise<Found> {
      state.checks++
      return state.there ? done('there') : missing('not there')
    },
    async apply() {
      state.applies++
      state.there = true
    },
    ...options,
  }
  return { step: made, state }
}

function provisionerOf(steps: Step[], options: { readOnly?: boolean; open?: () => Promise<never> } = {}) {
  const applied: string[] = []
  let closed = 0
  const context = { log: silentLog() } as Omit<StepContext, 'applied' | 'signal'>
  const provisioner = createProvisioner({
    steps,
    readOnly: options.readOnly ?? false,
    open: options.open ?? (async () => ({ context, close: async () => void closed++ })),
    onChange: () => undefined,
    onApplied: id => applied.push(id),
  })
  const states = () => Object.fromEntries(provisioner.states.map(({ id, state }) => [id, state]))
  return { provisioner, applied, states, closed: () => closed }
}

describe('provisioning', () => {
  it('makes what is missing, and nothing when it runs again', async () => {
    const [a, b] = [step('a'), step('b', { there: true })]
    const { provisioner, applied, states, closed } = provisionerOf([a.step, b.step])
    await provisioner.run({ signal })
    await provisioner.run({ signal })
    expect(applied).toEqual(['a'])
    expect([a.state.applies, b.state.applies]).toEqual([1, 0])
    expect(states()).toEqual({ a: 'done', b: 'done' })
    expect(closed()).toBe(2)
  })

  it('says how long each step took, and when it was looked at', async () => {
    const { provisioner } = provisionerOf([step('a').step])
    const from = Date.now()
    expect(provisioner.states[0]).not.toHaveProperty('took')
    await provisioner.run({ signal })
    const { ms, endedAt } = provisioner.states[0]!.took!
    expect(ms).toBeGreaterThanOrEqual(0)
    expect(endedAt).toBeGreaterThanOrEqual(from)
  })

  it('brings back what was deleted meanwhile', async () => {
    const a = step('a', { there: true })
    const { provisioner, states } = provisionerOf([a.step])
    await provisioner.run({ signal })
    a.state.there = false
    await provisioner.run({ signal })
    expect([a.state.there, states().a]).toEqual([true, 'done'])
  })

  it('goes on after a failure, but not with what needs the failed step', async () => {
    const failing = step('a', { apply: () => Promise.reject(new Error('no space')) })
    const [b, c] = [step('b', { needs: ['a'] }), step('c')]
    const { provisioner, states } = provisionerOf([failing.step, b.step, c.step])
    await provisioner.run({ signal })
    expect(states()).toEqual({ a: 'failed', b: 'failed', c: 'done' })
    expect(provisioner.states.map(({ problem }) => problem?.message ?? null)).toEqual([
      'no space',
      'B needs A, which has failed.',
      null,
    ])
    expect(b.state.checks).toBe(0)
  })

  it('can be retried from a step on', async () => {
    let broken = true
    const [a, c] = [step('a'), step('c', { needs: ['b'] })]
    const b = step('b')
    const apply = b.step.apply
    b.step.apply = context => (broken ? Promise.reject(new Error('no')) : apply(context))
    const { provisioner, states } = provisionerOf([a.step, b.step, c.step])
    await provisioner.run({ signal })
    broken = false
    const checked = a.state.checks
    await provisioner.run({ from: 'b', signal })
    expect(states()).toEqual({ a: 'done', b: 'done', c: 'done' })
    expect(a.state.checks).toBe(checked)
  })

  it('does not believe a step that says it was applied', async () => {
    const a = step('a', { apply: async () => undefined })
    const { provisioner } = provisionerOf([a.step])
    await provisioner.run({ signal })
    expect(provisioner.states[0]).toMatchObject({ state: 'failed', problem: { code: 'step-without-effect' } })
  })

  it('tells later steps what was applied in this run', async () => {
    const seen: string[][] = []
    const look = step('b', { check: async ({ applied }) => (seen.push([...applied]), done('')) })
    const { provisioner } = provisionerOf([step('a').step, look.step])
    await provisioner.run({ signal })
    await provisioner.run({ signal })
    expect(seen).toEqual([['a'], []])
  })

  it('only looks when the profile is read-only', async () => {
    const a = step('a')
    const { provisioner, states } = provisionerOf([a.step, step('b', { there: true }).step], { readOnly: true })
    await provisioner.run({ signal })
    expect(states()).toEqual({ a: 'skipped', b: 'done' })
    expect(a.state.applies).toBe(0)
    expect(provisioner.states[0]?.detail).toContain('read-only')
  })

  it('skips with a reason what this cluster cannot have', async () => {
    const { provisioner } = provisionerOf([step('a', { check: async () => skipped('no ksqlDB') }).step])
    await provisioner.run({ signal })
    expect(provisioner.states[0]).toMatchObject({ state: 'skipped', detail: 'no ksqlDB', problem: null })
  })

  it('fails every step when the cluster cannot be reached', async () => {
    const problem = { code: 'kafka-unavailable', where: 'Kafka', message: 'away', tip: 'wait' }
    const open = () => Promise.reject(new ProblemError(problem))
    const { provisioner } = provisionerOf([step('a').step, step('b').step], { open })
    await provisioner.run({ signal })
    expect(provisioner.states.map(state => state.problem)).toEqual([problem, problem])
  })

  it('runs one after the other when it is asked twice at once', async () => {
    let atOnce = 0
    let most = 0
    const a = step('a', {
      async check() {
        most = Math.max(most, ++atOnce)
        await new Promise(resolve => setTimeout(resolve, 5))
        atOnce--
        return done('')
      },
    })
    const { provisioner } = provisionerOf([a.step])
    await Promise.all([provisioner.run({ signal }), provisioner.run({ signal })])
    expect(most).toBe(1)
  })

  it('ends when the app stops', async () => {
    const stop = new AbortController()
    const a = step('a', { check: async () => (stop.abort(new Error('stopping')), done('')) })
    const b = step('b')
    const { provisioner, closed } = provisionerOf([a.step, b.step])
    await expect(provisioner.run({ signal: stop.signal })).rejects.toThrow('stopping')
    expect([b.state.checks, closed()]).toEqual([0, 1])
  })

  it('knows no other steps than its own', async () => {
    const { provisioner } = provisionerOf([step('a').step])
    await expect(provisioner.run({ from: 'z', signal })).rejects.toThrow('no step called z')
  })
})
