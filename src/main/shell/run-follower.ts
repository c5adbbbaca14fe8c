import type { Engine } from '../engine'
import type { Log } from '../lib/log'
import { controlsOf, type RunControls } from './run-controls'

/** Tells the run's controls at once and whenever they change, until the signal aborts. */
export async function followRun(
  engine: Pick<Engine, 'watchHealth'>,
  signal: AbortSignal,
  tell: (controls: RunControls) => void,
  log: Log,
): Promise<void> {
  let told = ''
  try {
    for await (const { run } of engine.watchHealth(signal)) {
      const controls = controlsOf(run)
      const text = JSON.stringify(controls)
      if (text === told) continue
      told = text
      tell(controls)
    }
  } catch (error) {
    log.error({ err: error }, 'menu and tray no longer follow the run')
  }
}
