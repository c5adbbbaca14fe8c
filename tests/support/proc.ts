import { readdirSync, readFileSync } from 'node:fs'

/** A process and all below it, by pid. Linux only: reads /proc. */
export function processTree(root: number): number[] {
  const children = new Map<number, number[]>()
  for (const name of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
    const parent = parentOf(Number(name))
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), Number(name)])
  }
  const below = (pid: number): number[] => [pid, ...(children.get(pid) ?? []).flatMap(below)]
  return below(root)
}

/** Proportional set size of the processes together, MB (10^6 bytes). */
export function proportionalMegabytes(pids: number[]): number {
  const kilobytes = pids.map(pid => Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0))
  return (kilobytes.reduce((sum, kb) => sum + kb, 0) * 1024) / 1e6
}

/** CPU time that the processes have used so far, seconds. */
export function cpuSeconds(pids: number[]): number {
  const ticksPerSecond = 100
  return pids
    .map(pid =>
      read(`/proc/${pid}/stat`)
        .replace(/^.*\) /, '')
        .split(' '),
    )
    .reduce((sum, fields) => sum + (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / ticksPerSecond, 0)
}

function parentOf(pid: number): number | undefined {
  const parent = Number(
    read(`/proc/${pid}/stat`)
      .replace(/^.*\) /, '')
      .split(' ')[1],
  )
  return Number.isNaN(parent) ? undefined : parent
}

/** A process may end while it is looked at; then it has nothing. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
