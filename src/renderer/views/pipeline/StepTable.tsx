import { IconRefresh } from '@tabler/icons-react'
import type { StepState } from '../../../shared/contract/lifecycle'
import { provision, useBusyCommand, useHealth, useSeen } from '../../state/lifecycle'
import { Button } from '../../ui/Button'
import { useCommands } from '../../ui/commands'
import { formatDuration } from '../../ui/format'
import { useWallNow } from '../../ui/hooks'
import { stepMarks } from '../../ui/marks'
import { StateMark } from '../../ui/StateMark'
import classes from './Pipeline.module.css'

/** The provisioning steps in their order: state, what was found or made, how long it took. */
export function StepTable({ selected, onSelect }: { selected: string | null; onSelect(step: string): void }) {
  const steps = useHealth(health => health.steps) ?? []
  const seen = useSeen()
  const now = useWallNow(1_000)
  const isBusy = useIsProvisioning()
  useCommands('Pipeline', [
    { id: 'pipeline-check', title: 'Check all provisioning steps', run: () => void provision() },
  ])
  const done = steps.filter(({ state }) => state === 'done' || state === 'skipped').length
  const checkedAt = Math.max(...steps.map(step => step.took?.endedAt ?? -Infinity))
  const checked = Number.isFinite(checkedAt) ? `, checked ${formatDuration(Math.max(0, now - checkedAt))} ago` : ''
  return (
    <section className={classes.steps} aria-label="Provisioning">
      <header className={classes.head}>
        <h2>Provisioning</h2>
        <span>{steps.length === 0 ? 'not begun' : `${done} of ${steps.length}${isBusy ? ', at work' : checked}`}</span>
        <Button
          kind="link"
          icon={<IconRefresh size={14} stroke={1.7} />}
          disabled={isBusy || steps.length === 0}
          title="Looks at every step again and makes what is missing"
          onClick={() => void provision()}
        >
          Check all
        </Button>
      </header>
      <ul className={classes.list}>
        {steps.map(step => (
          <li key={step.id}>
            <button
              type="button"
              className={classes.step}
              data-state={step.state}
              data-waits={step.problem?.code === 'step-waits' || undefined}
              aria-pressed={step.id === selected}
              onClick={() => onSelect(step.id)}
            >
              <StateMark
                mark={waits(step) ? 'waits' : stepMarks[step.state]}
                label={waits(step) ? 'waits' : step.state}
              />
              <b>{step.title}</b>
              <span className={classes.stepText}>{step.problem?.message ?? step.detail ?? stepWords[step.state]}</span>
              <span className={classes.took}>{tookText(step, seen[`step:${step.id}`]?.from ?? null, now)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

export function useIsProvisioning(): boolean {
  const busy = useBusyCommand()
  const isAtWork = useHealth(({ steps }) => steps.some(({ state }) => state === 'checking' || state === 'applying'))
  return busy === 'provision' || isAtWork === true
}

export const stepWords: Record<StepState['state'], string> = {
  unknown: 'not looked at yet',
  checking: 'is looked at',
  applying: 'is being made',
  done: 'done',
  failed: 'failed',
  skipped: 'left out',
}

/** It has not failed itself: a step that it needs has. */
const waits = ({ problem }: StepState): boolean => problem?.code === 'step-waits'

/** How long the newest look took; while it goes on, for how long this page has seen it go on. */
function tookText({ state, took }: StepState, from: number | null, now: number): string {
  const isAtWork = state === 'checking' || state === 'applying'
  const ms = isAtWork ? from && Math.max(0, now - from) : took?.ms
  if (ms == null) return ''
  return ms < 1_000 ? `${ms} ms` : formatDuration(ms)
}
