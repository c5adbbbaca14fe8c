import { join } from 'node:path'
import { createLog, type Log, type LogLevel } from './log'
import { rollingFile } from './rolling-file'

/** Where the app's log lies in a data directory. */
export const logFolder = (dataDir: string): string => join(dataDir, 'logs')

/** The app's own log: to stderr from the given level on, and to the rolling file in the data directory. */
export function openAppLog(dataDir: string, level: LogLevel): { log: Log; close(): void } {
  const file = rollingFile(join(logFolder(dataDir), 'elevated.log'), error =>
    process.stderr.write(`The log cannot be written: ${error.message}\n`),
  )
  const log = createLog([
    { level, write: line => process.stderr.write(line) },
    { level: 'info', write: file.write },
  ])
  process.on('unhandledRejection', error => log.error({ err: error }, 'a failure that nobody took care of'))
  return { log, close: file.close }
}
