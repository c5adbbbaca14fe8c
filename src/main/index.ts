import { app, dialog } from 'electron'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createEngine, readProfile } from './engine'
import { readFlags } from './flags'
import { openAppLog } from './lib/app-log'
import { silenceNegativeTimeouts } from './lib/kafka'
import { asProblem } from './lib/problem'
import { appArgs, claimDesktop, forkUtility, openShell } from './shell'
import { staticFile } from './web/static-files'

/** Where this bundle lies; the page and the preload script lie beside it. */
const here = dirname(fileURLToPath(import.meta.url))

/** The desktop: the app in a window of its own. The simulation starts by itself unless --no-autostart says otherwise. */
async function main(): Promise<void> {
  silenceNegativeTimeouts()
  const flags = readFlags(['--autostart', ...appArgs(process.argv, process.defaultApp ?? false)])
  const { profile, problem: notUsed } = readProfile(flags.profile, flags.dataDir)
  if (!claimDesktop(flags.dataDir)) {
    process.stderr.write(`Elevated is already open on ${flags.dataDir}; its window is brought to the front.\n`)
    return app.exit(0)
  }
  const appLog = openAppLog(flags.dataDir, flags.logLevel)
  const { log } = appLog
  if (notUsed) log.warn({ problem: notUsed }, 'the profile that was used last cannot be used')
  await openShell({
    ...flags,
    // Into the services of others nothing is simulated until somebody asks for it.
    autostart: flags.autostart && (flags.profile !== undefined || profile.endpoints === null),
    engine: createEngine({ ...flags, profile, log, logged: appLog, forkStack: forkUtility }),
    preload: join(here, '..', 'preload', 'index.js'),
    readPage: path => staticFile(join(here, '..', 'renderer'), path),
    log,
    closeLog: appLog.close,
  })
}

main().catch(error => {
  const { message, tip } = asProblem('Elevated', error)
  // Before the app is ready, Linux has it on stderr, where a slip on the command line belongs.
  dialog.showErrorBox('Elevated cannot start', `${message}\n${tip}`)
  app.exit(2)
})
