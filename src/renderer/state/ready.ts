import type { Health } from '../../shared/contract/lifecycle'
import { useCityFacts, useCityKnown } from './city'
import { useHealth } from './lifecycle'

/** Whether the city is still being made ready: then the screen shows how far that is, instead of an empty map. */
export function useGettingReady(): boolean {
  const run = useHealth(health => health.run.state)
  const isUnsettled = useHealth(health => health.steps.some(isOpen)) ?? false
  const isKnown = useCityKnown()
  const hasRecords = useCityFacts(facts => facts.simulatedTime !== null)
  return isGettingReady({ run, isUnsettled, hasRecords: isKnown && hasRecords })
}

/**
 * Services come up first, then steps are provisioned while the run waits for them; the first record ends it. A city
 * that was read before is shown at once, whatever is still being checked behind it.
 */
export function isGettingReady(now: {
  run: Health['run']['state'] | undefined
  isUnsettled: boolean
  hasRecords: boolean
}): boolean {
  if (now.run === undefined) return !now.hasRecords
  if (now.run === 'starting') return true
  if (now.hasRecords) return false
  if (now.run === 'running') return true
  return now.run === 'ready' && now.isUnsettled
}

function isOpen({ state }: Health['steps'][number]): boolean {
  return state !== 'done' && state !== 'skipped'
}
