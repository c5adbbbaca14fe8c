import pino, { type Logger } from 'pino'
import { logLevels, type LogLevel } from '../../shared/contract/logs'
import { ProblemError } from './problem'
import { withoutSecrets } from './secrets'

export { logLevels, type LogLevel }

/** Structured logging as pino spells it: fields first, then the sentence. */
export interface Log {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
  child(fields: object): Log
}

/** Where lines go; each has its own lowest level. */
export interface LogSink {
  level: LogLevel
  /** Gets one line with its line end. */
  write(line: string): void
}

/** One JSON line per entry, without secrets, to every sink whose level allows it. */
export function createLog(sinks: LogSink[]): Log {
  const lowest = logLevels.find(level => sinks.some(sink => sink.level === level)) ?? 'info'
  const streams = sinks.map(({ level, write }) => ({
    level,
    stream: { write: (line: string) => write(withoutSecrets(line)) },
  }))
  const logger: Logger = pino({ level: lowest, base: null, serializers: { err: asFields } }, pino.multistream(streams))
  return logger
}

/** A Problem says itself what happened and where; only of the unexpected is the place in the code of interest. */
function asFields(error: unknown): object {
  if (!(error instanceof ProblemError)) return pino.stdSerializers.err(error as Error)
  const { code, where, message } = error.problem
  return { code, where, message }
}

/** For tests and for parts that are not asked to speak. */
export function silentLog(): Log {
  const log: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => log }
  return log
}
