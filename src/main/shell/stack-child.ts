import { utilityProcess } from 'electron'
import type { ForkStack } from '../engine'

/**
 * Electron's way to run the stack: as one of its own processes, which ends with the app. A package needs no way to run
 * its binary as plain Node (ELECTRON_RUN_AS_NODE), so packages have that switched off. The app must be ready.
 */
export const forkUtility: ForkStack = (file, args, execArgv) => {
  const child = utilityProcess.fork(file, args, {
    execArgv,
    serviceName: 'Elevated stack',
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  // One that is not there yet cannot be told to end.
  const spawned = new Promise<void>(resolve => child.once('spawn', resolve))
  return {
    ended: new Promise(resolve => child.on('exit', resolve)),
    onMessage: listener => child.on('message', listener),
    onStderr: listener => child.stderr?.on('data', data => listener(String(data))),
    terminate: () => void spawned.then(() => child.kill()),
    kill: () => void spawned.then(() => killNow(child.pid)),
  }
}

function killNow(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended in the meantime, which is what was wanted.
  }
}
