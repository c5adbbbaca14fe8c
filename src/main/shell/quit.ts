import { app } from 'electron'
import type { Log } from '../lib/log'

/** A stop that takes longer is cut short: everything acknowledged is in the files by then. */
const stopMsMax = 4_800

/** Lets the app end only when everything that it started has ended, within stopMsMax. */
export function stopBeforeQuit(stop: () => Promise<void>, log: Log): void {
  let isStopping = false
  app.on('will-quit', event => {
    event.preventDefault()
    if (isStopping) return
    isStopping = true
    setTimeout(() => app.exit(1), stopMsMax)
    stop().then(
      () => app.exit(0),
      error => {
        log.error({ err: error }, 'stopping has failed')
        app.exit(1)
      },
    )
  })
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => app.quit())
}
