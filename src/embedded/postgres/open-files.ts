import { chmodSync, lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** Lets every account read a folder, and run what its owner may run, however closed the copied one was. */
export function openToAll(path: string): void {
  const stats = lstatSync(path)
  if (stats.isSymbolicLink()) return
  const mode = stats.mode & 0o7777
  const isPassable = stats.isDirectory() || (mode & 0o100) !== 0
  chmodSync(path, mode | (isPassable ? 0o555 : 0o444))
  if (stats.isDirectory()) for (const name of readdirSync(path)) openToAll(join(path, name))
}
