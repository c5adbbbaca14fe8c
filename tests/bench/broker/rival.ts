import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cpuSeconds, processTree } from '../../support/proc'
import { jsonEvent, start } from '../../support/process'

/** A broker under load. */
export interface Rival {
  name: string
  /** host:port */
  bootstrap: string
  /** CPU time that its process has used so far, seconds; null where it cannot be told. */
  cpuSeconds(): number | null
  close(): Promise<void>
}

/** Our stack as `npm run stack` starts it, with a folder that goes with it. */
export async function ours(): Promise<Rival> {
  const dataDir = mkdtempSync(join(tmpdir(), 'elevated-bench-'))
  const stack = start(process.execPath, ['out/main/stack.js', '--data-dir', dataDir, '--ports', 'auto'])
  const { endpoints } = await stack.line(jsonEvent<{ endpoints: { kafka: string } }>('ready'), 60_000)
  return {
    name: 'ours',
    bootstrap: endpoints.kafka.replace(/^\w+:\/\//, ''),
    // PostgreSQL is a process of its own below it and has no part in this.
    cpuSeconds: () => cpuSeconds([stack.pid]),
    async close() {
      await stack.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** A broker that runs already, on this machine or elsewhere. It is left as it is, without the topics made here. */
export function running(bootstrap: string): Rival {
  const pid = listenerOf(Number(bootstrap.split(':').at(-1)))
  return {
    name: bootstrap,
    bootstrap,
    cpuSeconds: () => (pid === null ? null : cpuSeconds(processTree(pid))),
    close: async () => undefined,
  }
}

/** The process that listens on a TCP port of this machine. Linux only: reads /proc. */
function listenerOf(port: number): number | null {
  const hex = port.toString(16).toUpperCase().padStart(4, '0')
  const inodes = ['/proc/net/tcp', '/proc/net/tcp6']
    .flatMap(path => readFileSync(path, 'utf8').split('\n'))
    .map(line => line.trim().split(/\s+/))
    // The local address, and state 0A, which is LISTEN.
    .filter(fields => fields[1]?.endsWith(`:${hex}`) && fields[3] === '0A')
    .map(fields => `socket:[${fields[9]}]`)
  const pids = readdirSync('/proc').filter(name => /^\d+$/.test(name))
  const found = pids.find(pid => openFiles(pid).some(file => inodes.includes(file)))
  return found === undefined ? null : Number(found)
}

function openFiles(pid: string): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).map(fd => readlinkSync(`/proc/${pid}/fd/${fd}`))
  } catch {
    // It has ended, or belongs to somebody else.
    return []
  }
}
