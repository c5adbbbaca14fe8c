import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Log } from '../lib/log'
import { ProblemError } from '../lib/problem'
import { runCommand, type CommandResult } from './command'
import type { Place } from './place'

/** A busy machine was seen to take 7 s for initdb. */
const initMsMax = 60_000

/** The database and its owner, by the names that clients of the pipeline expect. */
export const database = { name: 'cta', user: 'cta_admin', password: 'chicago' } as const

/**
 * The owner of the cluster itself. It gets a password that nobody learns, so that nobody logs in as a superuser:
 * cta_admin's password is well known, and a superuser can run any program as the user who owns the server.
 */
const superuser = 'elevated'

/**
 * Makes a cluster with the database, unless there is one. It is built beside its place and renamed when it is whole, so
 * that an interrupted start leaves nothing half made.
 *
 * @returns true when the cluster is new: its files may still be on their way to the disk
 * @throws ProblemError data-dir-other-version, data-dir-not-a-cluster, postgres-init-failed
 */
export async function ensureCluster({ clusterDir, binaries, account }: Place, log: Log): Promise<boolean> {
  if (existsSync(clusterDir)) {
    checkVersion(clusterDir, binaries.major)
    return false
  }
  const began = Date.now()
  const unfinished = `${clusterDir}.unfinished`
  const passwordFile = `${clusterDir}.password`
  const run = (program: string, args: string[], input?: string) =>
    runCommand(program, args, {
      account,
      cwd: dirname(clusterDir),
      timeoutMs: initMsMax,
      ...(input ? { input } : {}),
      onLine: line => log.debug({}, line),
    })
  try {
    rmSync(unfinished, { recursive: true, force: true })
    mkdirSync(unfinished, { mode: 0o700 })
    writeFileSync(passwordFile, randomBytes(24).toString('hex') + '\n', { mode: 0o600 })
    if (account) for (const path of [unfinished, passwordFile]) chownSync(path, account.uid, account.gid)
    log.info({ clusterDir }, 'First start: making the database cluster.')
    check('initdb', await run(binaries.initdb, initArguments(unfinished, passwordFile)))
    log.info({}, `Making the database ${database.name}.`)
    check('postgres --single', await run(binaries.postgres, singleUserArguments(unfinished), databaseStatements()))
    renameSync(unfinished, clusterDir)
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true })
    throw error instanceof ProblemError ? error : initFailed(clusterDir, (error as Error).message)
  } finally {
    rmSync(passwordFile, { force: true })
  }
  log.info({ ms: Date.now() - began }, 'The database cluster is ready.')
  return true
}

function initArguments(clusterDir: string, passwordFile: string): string[] {
  return [
    '-D',
    clusterDir,
    '-U',
    superuser,
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
    '--locale=C',
    // The whole cluster is written to disk after the server has started; see syncCluster.
    '--no-sync',
    '--no-instructions',
    '--wal-segsize=4',
  ]
}

function singleUserArguments(clusterDir: string): string[] {
  return ['--single', '-D', clusterDir, '-c', 'fsync=off', '-c', 'exit_on_error=on', 'postgres']
}

/** In single-user mode each line is a statement. */
function databaseStatements(): string {
  const { name, user, password } = database
  return [
    `CREATE ROLE ${user} LOGIN CREATEDB CREATEROLE REPLICATION PASSWORD '${password}'`,
    `GRANT pg_monitor, pg_signal_backend TO ${user}`,
    `CREATE DATABASE ${name} OWNER ${user}`,
  ]
    .map(statement => `${statement};\n`)
    .join('')
}

/** Writes all files of a new cluster to disk, while the server is running: a crash of the machine then loses nothing. */
export async function syncCluster(
  { clusterDir, binaries, account }: Place,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  try {
    const args = ['--sync-only', '-D', clusterDir]
    const { code, stderr } = await runCommand(binaries.initdb, args, {
      account,
      cwd: '/',
      timeoutMs: initMsMax,
      signal,
    })
    if (code !== 0)
      log.warn({ stderr }, 'The new cluster could not be written to disk at once; the system does it later.')
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

/** @throws ProblemError data-dir-other-version, data-dir-not-a-cluster */
function checkVersion(clusterDir: string, major: number): void {
  const file = join(clusterDir, 'PG_VERSION')
  if (!existsSync(file)) {
    throw new ProblemError({
      code: 'data-dir-not-a-cluster',
      where: clusterDir,
      message: 'The folder for PostgreSQL exists, but holds no database cluster: it has no file PG_VERSION.',
      tip: 'Move that folder away; a new cluster is then made at the next start.',
    })
  }
  const found = readFileSync(file, 'utf8').trim()
  if (found === String(major)) return
  throw new ProblemError({
    code: 'data-dir-other-version',
    where: clusterDir,
    message: `The data was written by PostgreSQL ${found}, and this is PostgreSQL ${major}: it cannot read it.`,
    tip: `Move the folder away to begin anew, or copy its data over with pg_upgrade or pg_dumpall of both versions.`,
  })
}

function check(what: string, { code, stderr, stdout }: CommandResult): void {
  const failed = code !== 0 || /^.*\b(ERROR|FATAL|PANIC): /m.test(stderr)
  if (failed) throw initFailed(what, lastLine(stderr) || lastLine(stdout) || `exit code ${code}`)
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? ''
}

function initFailed(where: string, message: string): ProblemError {
  return new ProblemError({
    code: 'postgres-init-failed',
    where: `postgres, ${where}`,
    message: `PostgreSQL's data directory cannot be made: ${message}`,
    tip: 'Check that the disk has 60 MB free and that the directory may be written; the log has all that initdb said.',
  })
}
