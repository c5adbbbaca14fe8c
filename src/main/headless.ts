import { spawn } from 'node:child_process'
import { createEngine, readProfile } from './engine'
import { readFlags } from './flags'
import { openAppLog } from './lib/app-log'
import { silenceNegativeTimeouts } from './lib/kafka'
import { asProblem } from './lib/problem'
import { startWeb } from './web'

/** A stop that takes longer is cut short: everything acknowledged is in the files by then. */
const stopMsMax = 5_000

/** The headless shell: the app without a window of its own, on a loopback address that it prints. */
async function main(): Promise<void> {
  silenceNegativeTimeouts()
  let stop: (exitCode: number) => Promise<void> = async exitCode => process.exit(exitCode)
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void stop(0))
  try {
    const flags = readFlags(process.argv.slice(2))
    const { profile, problem: notUsed } = readProfile(flags.profile, flags.dataDir)
    const appLog = openAppLog(flags.dataDir, flags.logLevel)
    const { log } = appLog
    if (notUsed) log.warn({ problem: notUsed }, 'the profile that was used last cannot be used')
    const engine = createEngine({ ...flags, profile, log, logged: appLog })
    const web = await startWeb({ engine, port: flags.port, token: flags.token, log })
    let stopping = false
    stop = async exitCode => {
      if (stopping) return
      stopping = true
      setTimeout(() => process.exit(exitCode || 1), stopMsMax).unref()
      await Promise.all([web.close(), engine.close()])
      appLog.close()
      process.exit(exitCode)
    }
    await engine.open({ autostart: flags.autostart })
    process.stdout.write(JSON.stringify({ event: 'ready', url: web.url, endpoints: engine.endpoints() }) + '\n')
    if (flags.open) openBrowser(web.url)
  } catch (error) {
    const problem = asProblem('Elevated', error)
    const isFlag = problem.code === 'wrong-flag' || problem.code === 'wrong-profile'
    // One line for a slip on the command line; where and what to do stand in it.
    process.stderr.write(`${problem.message}${isFlag ? ' ' : ` (${problem.where})\n`}${problem.tip}\n`)
    await stop(isFlag ? 2 : 1)
  }
}

/** Best effort: the address stands on stdout, too. */
function openBrowser(url: string): void {
  const [command, args] =
    process.platform === 'darwin'
      ? ['open', [url]]
      : process.platform === 'win32'
        ? ['cmd', ['/c', 'start', '', url]]
        : ['xdg-open', [url]]
  const child = spawn(command as string, args as string[], { stdio: 'ignore', detached: true })
  child.on('error', () => process.stderr.write(`Open ${url} in a browser.\n`))
  child.unref()
}

void main()
