import { readFileSync } from 'node:fs'

/** Stands before the fuses in each Electron binary (electronjs.org/docs/latest/tutorial/fuses). */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'

const names = [
  'runAsNode',
  'enableCookieEncryption',
  'enableNodeOptionsEnvironmentVariable',
  'enableNodeCliInspectArguments',
  'enableEmbeddedAsarIntegrityValidation',
  'onlyLoadAppFromAsar',
  'loadBrowserProcessSpecificV8Snapshot',
  'grantFileProtocolExtraPrivileges',
] as const

/** The fuses of a binary: after the sentinel a version, how many there are, and one character for each: 1 is on. */
export function readFuses(binary: string): Partial<Record<(typeof names)[number], boolean>> {
  const bytes = readFileSync(binary)
  const at = bytes.indexOf(sentinel)
  if (at < 0) throw new Error(`${binary} has no fuses`)
  const count = bytes[at + sentinel.length + 1]!
  const states = bytes.subarray(at + sentinel.length + 2, at + sentinel.length + 2 + count).toString('latin1')
  return Object.fromEntries(names.slice(0, count).map((name, i) => [name, states[i] === '1']))
}
