import { speeds } from '../../shared/contract/speeds'
import { pause, provision, setSpeed, start, step, stop, useHealth } from '../state/lifecycle'
import { toggleScheme } from '../state/scheme'
import { useCommands, type Command } from '../ui/commands'

/** Offers in the palette what the top bar's buttons do, as far as they can do it now. */
export function useRunCommands(): void {
  const state = useHealth(health => health.run.state)
  const speed = useHealth(health => health.run.speed)
  const isStanding = state === 'ready' || state === 'paused'
  const isRunning = state === 'running'
  const commands: (Command | false)[] = [
    isStanding && { id: 'start', title: 'Start the city', keys: 'Space', run: () => void start() },
    isRunning && { id: 'pause', title: 'Pause the city', keys: 'Space', run: () => void pause() },
    isStanding && { id: 'step', title: 'Advance by one step', keys: '.', run: () => void step() },
    (isRunning || state === 'paused') && { id: 'stop', title: 'Stop the city', run: () => void stop() },
    ...speeds.map(
      option =>
        option !== speed && {
          id: `speed-${option}`,
          title: `Run at ${option}×`,
          run: () => void setSpeed(option),
        },
    ),
    { id: 'provision', title: 'Check all provisioning steps', run: () => void provision() },
    { id: 'scheme', title: 'Dark or light', keys: 'T', run: toggleScheme },
  ]
  useCommands(
    'Run',
    commands.filter(command => command !== false),
  )
}
