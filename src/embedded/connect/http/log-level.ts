import type { Log } from '../../lib/log'
import { badRequest, notFound } from '../worker/request-error'

const levels = ['OFF', 'ERROR', 'WARN', 'INFO', 'DEBUG', 'TRACE'] as const
type Level = (typeof levels)[number]

/** The one logger of this worker, whose level can be changed while it runs. */
export interface AdjustableLog {
  log: Log
  /** @throws RequestError 404 for another logger than `root` */
  describe(logger: string): { level: Level; last_modified: number | null }
  /** @throws RequestError 400, 404 */
  setLevel(logger: string, level: unknown, nowMs: number): string[]
}

/** Lets through what is at or above its level; what lies below may hold back more. */
export function adjustableLog(below: Log): AdjustableLog {
  let level: Level = 'INFO'
  let lastModified: number | null = null
  const requireRoot = (logger: string) => {
    if (logger !== 'root') throw notFound(`Logger ${logger} not found.`)
  }
  const isOn = (of: Level) => levels.indexOf(of) <= levels.indexOf(level)
  const wrap = (log: Log): Log => ({
    debug: (fields, message) => isOn('DEBUG') && log.debug(fields, message),
    info: (fields, message) => isOn('INFO') && log.info(fields, message),
    warn: (fields, message) => isOn('WARN') && log.warn(fields, message),
    error: (fields, message) => isOn('ERROR') && log.error(fields, message),
    child: fields => wrap(log.child(fields)),
  })
  return {
    log: wrap(below),
    describe(logger) {
      requireRoot(logger)
      return { level, last_modified: lastModified }
    },
    setLevel(logger, wanted, nowMs) {
      requireRoot(logger)
      const found = levels.find(name => name === String(wanted).toUpperCase())
      if (!found) throw badRequest(`Invalid log level '${String(wanted)}': it is one of ${levels.join(', ')}.`)
      level = found
      lastModified = nowMs
      return ['root']
    },
  }
}
