import type { StackMessage } from '../../embedded'
import type { ServiceHealth } from '../endpoints'
import type { Problem } from '../lib/problem'
import { startStackProcess, type StackProcess, type StackProcessOptions } from './stack-process'

/** Starts the embedded stack and writes down what it says of its services. */
export function startStack({
  services,
  ...options
}: Omit<StackProcessOptions, 'onMessage' | 'onDeath'> & { services: ServiceHealth }): Promise<StackProcess> {
  const names = services.states.map(({ name }) => name)
  const onDeath = (problem: Problem) => {
    for (const name of names) services.set(name, { state: 'failed', problem })
  }
  const onMessage = (message: StackMessage) => {
    switch (message.event) {
      case 'service':
        return services.set(message.name, stateOf(message))
      case 'progress':
        return services.set(message.name, { note: message.message })
      case 'ready':
      case 'failed':
        // The promise of the start tells these.
        return
    }
  }
  return startStackProcess({ ...options, onMessage, onDeath })
}

function stateOf(message: Extract<StackMessage, { event: 'service' }>) {
  switch (message.state) {
    case 'starting':
      return { state: 'starting' as const, problem: null }
    case 'ready':
      return { state: 'ready' as const, problem: null, note: message.note }
    case 'failed':
      return { state: 'failed' as const, problem: message.problem }
  }
}
