import { join } from 'node:path'
import { createLog, type Log, type LogLevel } from './log'
import { logEntries, stackField, type LogEntries } from './log-entries'
import { rolledPath, rollingFile } from './rolling-file'

/** Where the app's log lies in a data directory. */
export const logFolder = (dataDir: string): string => join(dataDir, 'logs')

/** The file that is written now; the one before it has .1 behind its name. */
export const logFile = (dataDir: string): string => join(logFolder(dataDir), 'elevated.log')

/** The log of the app and of the embedded stack. */
export interface AppLog {
  log: Log
  /** The newest entries, for the page. */
  entries: LogEntries
  /** Where all of them are written, the current file first. */
  files: string[]
  close(): void
}

/**
 * The app's log: to stderr from the given level on, to the rolling file in the data directory, and to the entries for the
 * page. What the embedded stack says goes to the latter two only: stderr is this program's own.
 */
export function openAppLog(dataDir: string, level: LogLevel): AppLog {
  const path = logFile(dataDir)
  const file = rollingFile(path, error => process.stderr.write(`The log cannot be written: ${error.message}\n`))
  const entries = logEntries(Date.now)
  const keptLevel = level === 'debug' ? 'debug' : 'info'
  const log = createLog([
    { level, write: line => void (line.includes(`"${stackField}":`) || process.stderr.write(line)) },
    { level: keptLevel, write: file.write },
    { level: keptLevel, write: entries.write },
  ])
  process.on('unhandledRejection', error => log.error({ err: error }, 'a failure that nobody took care of'))
  return { log, entries, files: [path, rolledPath(path)], close: file.close }
}
