import { lineLog } from './lib/log'
import type { StackMessage } from './stack/messages'
import { readStackOptions } from './stack/options'
import { stopWithParent, tellParent } from './stack/parent'
import { asProblem, startStack, type RunningStack } from './stack/start'

export type { Endpoints, StackMessage } from './stack/messages'

/** A stop that takes longer is cut short: everything acknowledged is in the files by then. */
const stopMsMax = 5_000

/** The stack process: starts everything, says so on stdout and to its parent, stops on SIGTERM or when the parent has gone. */
async function main(): Promise<void> {
  const began = performance.timeOrigin
  let stack: RunningStack | undefined
  let stopping = false
  const stop = async (exitCode: number) => {
    if (stopping) return
    stopping = true
    setTimeout(() => process.exit(1), stopMsMax).unref()
    await stack?.stop()
    process.exit(exitCode)
  }
  process.on('SIGTERM', () => void stop(0))
  process.on('SIGINT', () => void stop(0))
  stopWithParent(() => void stop(0))
  try {
    const options = readStackOptions(process.argv.slice(2))
    const log = lineLog(line => process.stderr.write(line), options.logLevel)
    process.on('unhandledRejection', error => log.error({ err: error }, 'unhandled rejection'))
    stack = await startStack(options, log, tell)
    const startupMs = Math.round(Date.now() - began)
    tell({ event: 'ready', startupMs, endpoints: stack.endpoints })
  } catch (error) {
    const problem = asProblem('embedded stack', error)
    tell({ event: 'failed', problem })
    process.stderr.write(`${problem.message} (${problem.where})\n${problem.tip}\n`)
    await stop(problem.code === 'wrong-flag' ? 2 : 1)
  }
}

function tell(message: StackMessage): void {
  if (tellParent(message)) return
  if (message.event === 'ready' || message.event === 'failed') process.stdout.write(JSON.stringify(message) + '\n')
}

void main()
