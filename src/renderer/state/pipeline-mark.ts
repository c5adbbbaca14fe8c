import type { Health } from '../../shared/contract/lifecycle'
import { useHealth } from './lifecycle'

/** What the rail says of the pipeline: something in it has failed, or has trouble; null: all is well, or not known. */
export function usePipelineMark(): 'failed' | 'slow' | null {
  return useHealth(pipelineMark) ?? null
}

export function pipelineMark({ services, steps, parts }: Pick<Health, 'services' | 'steps' | 'parts'>) {
  const states = [...services, ...steps, ...parts].map(({ state }) => state)
  if (states.includes('failed')) return 'failed'
  return states.some(state => state === 'retrying' || state === 'slow') ? 'slow' : null
}
