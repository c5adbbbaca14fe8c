import type { StepState } from '../../shared/contract/lifecycle'
import { deadline } from '../lib/cancellation'
import { asProblem, ProblemError } from '../lib/problem'
import type { Step, StepContext } from './step'

/** A step that takes longer has failed, and can be retried. */
const stepMsMax = 60_000

export interface Provisioner {
  readonly states: readonly StepState[]
  /**
   * Checks each step and applies what is missing; resolves when all were tried. A call during a run waits for it and
   * then runs again.
   *
   * @throws ProblemError unknown-step
   */
  run(options: { from?: string; signal: AbortSignal }): Promise<void>
}

export interface ProvisionerOptions {
  steps: Step[]
  /** Opens what the steps use, once per run; `close` is called at its end. */
  open(signal: AbortSignal): Promise<{ context: Omit<StepContext, 'applied' | 'signal'>; close(): Promise<void> }>
  /** Looks only: what is missing stays so. */
  readOnly: boolean
  onChange(): void
  /** Told after a step has changed something. */
  onApplied(id: string): void
}

export function createProvisioner(options: ProvisionerOptions): Provisioner {
  const { steps } = options
  const states = new Map<string, StepState>(
    steps.map(({ id, title }) => [id, { id, title, state: 'unknown', detail: null, problem: null }]),
  )
  const begun = new Map<string, number>()
  const set = (id: string, change: Partial<StepState>) => {
    if (change.state === 'checking') begun.set(id, Date.now())
    const from = begun.get(id)
    const isOver = change.state !== undefined && ['done', 'failed', 'skipped'].includes(change.state)
    const took = isOver && from !== undefined ? { ms: Date.now() - from, endedAt: Date.now() } : undefined
    states.set(id, { ...states.get(id)!, ...change, ...(took && { took }) })
    options.onChange()
  }
  let last: Promise<void> = Promise.resolve()
  return {
    get states() {
      return [...states.values()]
    },
    async run({ from, signal }) {
      const first = from === undefined ? 0 : steps.findIndex(step => step.id === from)
      if (first < 0) throw unknownStep(from!, steps)
      const chosen = steps.slice(first)
      const run = last.then(() => runSteps(options, states, chosen, set, signal))
      // Whoever waits for the next run must not fail with this one's error.
      last = run.catch(() => undefined)
      return run
    },
  }
}

async function runSteps(
  options: ProvisionerOptions,
  states: Map<string, StepState>,
  steps: Step[],
  set: (id: string, change: Partial<StepState>) => void,
  signal: AbortSignal,
): Promise<void> {
  const applied = new Set<string>()
  let opened: Awaited<ReturnType<ProvisionerOptions['open']>>
  try {
    opened = await options.open(signal)
  } catch (error) {
    signal.throwIfAborted()
    for (const step of steps) set(step.id, { state: 'failed', detail: null, problem: asProblem(step.title, error) })
    return
  }
  try {
    for (const step of steps) {
      signal.throwIfAborted()
      const blocked = step.needs.find(id => states.get(id)?.state === 'failed')
      if (blocked) {
        set(step.id, { state: 'failed', detail: null, problem: waitsFor(step, states.get(blocked)!) })
        continue
      }
      const limit = deadline(signal, stepMsMax, step.title)
      try {
        await runStep(options, step, { ...opened.context, applied, signal: limit.signal }, set, applied)
      } catch (error) {
        signal.throwIfAborted()
        opened.context.log.warn({ err: error, step: step.id }, 'a provisioning step has failed')
        set(step.id, { state: 'failed', detail: null, problem: asProblem(step.title, error) })
      } finally {
        limit.done()
      }
    }
  } finally {
    await opened.close()
  }
}

async function runStep(
  options: ProvisionerOptions,
  step: Step,
  context: StepContext,
  set: (id: string, change: Partial<StepState>) => void,
  applied: Set<string>,
): Promise<void> {
  set(step.id, { state: 'checking', problem: null })
  let found = await step.check(context)
  if (found.state === 'missing') {
    if (options.readOnly) return set(step.id, { state: 'skipped', detail: `${found.detail}; the profile is read-only` })
    set(step.id, { state: 'applying', detail: found.detail })
    await step.apply(context)
    applied.add(step.id)
    options.onApplied(step.id)
    // What this very step has made is not looked at as somebody else's change.
    found = await step.check({ ...context, applied: new Set() })
    if (found.state === 'missing') throw stillMissing(step, found.detail)
  }
  set(step.id, { state: found.state === 'skipped' ? 'skipped' : 'done', detail: found.detail, problem: null })
}

function stillMissing(step: Step, detail: string): ProblemError {
  return new ProblemError({
    code: 'step-without-effect',
    where: step.title,
    message: `It was applied without an error, and yet ${detail}.`,
    tip: 'Retry this step; if it stays so, look into the log of the service.',
  })
}

function waitsFor(step: Step, needed: StepState) {
  return {
    code: 'step-waits',
    where: step.title,
    message: `${step.title} needs ${needed.title}, which has failed.`,
    tip: `Mend and retry ${needed.title}: this step follows by itself.`,
  }
}

function unknownStep(id: string, steps: Step[]): ProblemError {
  return new ProblemError({
    code: 'unknown-step',
    where: 'provisioning',
    message: `There is no step called ${id}.`,
    tip: `The steps are ${steps.map(step => step.id).join(', ')}.`,
  })
}
