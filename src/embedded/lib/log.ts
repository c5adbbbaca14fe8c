/** Structured logging as pino spells it: fields first, then the sentence. */
export interface Log {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
  child(fields: object): Log
}

/** For tests: says nothing. */
export function silentLog(): Log {
  const log: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => log }
  return log
}

/** One JSON line per entry to `write`, such as `line => process.stderr.write(line)`; below `level` nothing. */
export function lineLog(write: (line: string) => void, level: keyof typeof levels = 'info', base: object = {}): Log {
  const at = (name: keyof typeof levels) => (fields: object, message: string) => {
    if (levels[name] < levels[level]) return
    write(JSON.stringify({ level: name, time: Date.now(), ...base, ...errorsAsText(fields), msg: message }) + '\n')
  }
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: fields => lineLog(write, level, { ...base, ...fields }),
  }
}

const levels = { debug: 20, info: 30, warn: 40, error: 50 }

function errorsAsText(fields: object): object {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [
      key,
      value instanceof Error ? (value.stack ?? value.message) : value,
    ]),
  )
}
