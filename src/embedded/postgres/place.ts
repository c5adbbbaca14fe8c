import { createHash } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve, sep } from 'node:path'
import type { Log } from '../lib/log'
import { ProblemError } from '../lib/problem'
import { accountFor, type Account } from './account'
import { binariesAt, type Binaries } from './binaries'
import { runCommand } from './command'
import { openToAll } from './open-files'

/** The cluster's folder inside the data directory. */
const clusterFolder = 'cluster'

/** In the data directory of a stack that runs as root: where the cluster is instead. */
const movedFile = 'moved-to'

/** Where an account that root gave PostgreSQL can always look. */
const sharedRoot = '/var/lib/elevated'

const probeMsMax = 5_000

export interface Place {
  /** PostgreSQL's own data directory (PGDATA). */
  clusterDir: string
  binaries: Binaries
  account: Account | null
}

/**
 * Decides where the cluster lies and who runs it. Simple for an ordinary user: in the data directory, as that user. For
 * root an account of the system takes over, which may be unable to reach the data directory or our own programs, since
 * both are often below /root (mode 0700). Folders below the temporary directory are then opened for passing through;
 * otherwise what cannot be reached is kept in /var/lib/elevated, and the data directory says where in `moved-to`.
 *
 * @throws ProblemError postgres-as-root, data-dir-not-writable, data-dir-not-reachable
 */
export async function choosePlace(dataDir: string, binaries: Binaries, log: Log): Promise<Place> {
  makeDir(dataDir)
  const inside = join(dataDir, clusterFolder)
  const account = accountFor(clusterOf(dataDir) ?? inside)
  if (!account) return { clusterDir: inside, binaries, account }
  openTemporaryParents(dataDir)
  const [reachesData, reachesBinaries] = await Promise.all([
    reaches(account, dataDir),
    reaches(account, binaries.postgres),
  ])
  return {
    account,
    clusterDir: reachesData ? inside : movedCluster(dataDir, account, log),
    binaries: reachesBinaries ? binaries : copiedBinaries(binaries, log),
  }
}

function makeDir(dir: string): void {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o755 })
  } catch (error) {
    throw new ProblemError(
      {
        code: 'data-dir-not-writable',
        where: dir,
        message: `PostgreSQL's data directory cannot be made: ${(error as Error).message}.`,
        tip: 'Give a directory that this account may write, with --data-dir DIR.',
      },
      { cause: error },
    )
  }
}

/** The cluster that an earlier start put elsewhere, if any. */
function clusterOf(dataDir: string): string | null {
  const marker = join(dataDir, movedFile)
  return existsSync(marker) ? readFileSync(marker, 'utf8').trim() : null
}

async function reaches(account: Account, path: string): Promise<boolean> {
  const { code } = await runCommand('/bin/sh', ['-c', 'test -x "$1"', 'sh', path], {
    account,
    cwd: '/',
    timeoutMs: probeMsMax,
  })
  return code === 0
}

/** Temporary folders are made with mode 0700 (mkdtemp) and are nobody's home: letting others pass through is harmless. */
function openTemporaryParents(dataDir: string): void {
  const top = resolve(tmpdir())
  for (let dir = resolve(dataDir); dir.startsWith(top + sep); dir = dirname(dir)) {
    const { mode, uid } = statSync(dir)
    if (uid === 0 && (mode & 0o001) === 0) chmodSync(dir, (mode & 0o7777) | 0o011)
  }
}

function movedCluster(dataDir: string, account: Account, log: Log): string {
  const known = clusterOf(dataDir)
  if (known) return known
  const name = createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 16)
  const folder = join(sharedRoot, `postgres-${name}`)
  try {
    // Without our marker, what is there belongs to a data directory that has been deleted since.
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true, mode: 0o755 })
    writeFileSync(join(dataDir, movedFile), join(folder, clusterFolder) + '\n')
  } catch (error) {
    throw notReachable(dataDir, account, error as Error)
  }
  log.info(
    { dataDir, folder, account: account.name },
    'PostgreSQL does not run as root, and the account that it runs as cannot reach the data directory: its files are kept elsewhere.',
  )
  return join(folder, clusterFolder)
}

/** 60 MB, copied once for each version. */
function copiedBinaries(binaries: Binaries, log: Log): Binaries {
  const { version } = JSON.parse(readFileSync(join(dirname(binaries.root), 'package.json'), 'utf8')) as {
    version: string
  }
  const folder = join(sharedRoot, `programs-${version}`)
  const copy = binariesAt(folder, binaries.major)
  if (existsSync(copy.postgres)) return copy
  log.info({ from: binaries.root, to: folder }, 'Copying PostgreSQL to where an ordinary account can run it.')
  const unfinished = `${folder}.${process.pid}`
  try {
    mkdirSync(sharedRoot, { recursive: true, mode: 0o755 })
    cpSync(binaries.root, unfinished, { recursive: true, verbatimSymlinks: true })
    openToAll(unfinished)
    rmSync(folder, { recursive: true, force: true })
    renameSync(unfinished, folder)
  } catch (error) {
    throw notReachable(binaries.root, null, error as Error)
  }
  return copy
}

function notReachable(path: string, account: Account | null, cause: Error): ProblemError {
  return new ProblemError(
    {
      code: 'data-dir-not-reachable',
      where: `postgres, ${path}`,
      message:
        `PostgreSQL does not run as root, and ${account ? `the account ${account.name}` : 'an ordinary account'} ` +
        `cannot reach ${path}; keeping it in ${sharedRoot} failed: ${cause.message}.`,
      tip: 'Start the stack as an ordinary user, or give a directory that others may pass through, with --data-dir DIR.',
    },
    { cause },
  )
}
