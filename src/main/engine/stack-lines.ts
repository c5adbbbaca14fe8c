import { serviceNames } from '../../shared/contract/services'
import { stackField } from '../lib/log-entries'
import { logLevels, type Log, type LogLevel } from '../lib/log'

/** A line that is longer is cut there, characters. */
const lineLengthMax = 64_000

/** In one second so many lines are taken; those beyond are counted. */
const linesASecondMax = 500

/**
 * Takes what the stack's process writes to stderr, piece by piece, and hands its lines on to the app's log with level,
 * fields and the service that said them. A flood is cut off each second and counted.
 *
 * @param now wall time, ms
 */
export function stackLines(log: Log, now: () => number = Date.now): (text: string) => void {
  let rest = ''
  let second = 0
  let taken = 0
  let left = 0
  const take = (line: string) => {
    const current = Math.floor(now() / 1_000)
    if (current !== second) {
      if (left > 0) log.warn({ [stackField]: 'stack', lines: left }, 'the stack said more than is kept')
      second = current
      taken = 0
      left = 0
    }
    if (taken >= linesASecondMax) left++
    else {
      taken++
      handOn(log, line)
    }
  }
  return text => {
    const lines = (rest + text).split(/\r?\n/)
    rest = lines.pop()!.slice(0, lineLengthMax)
    for (const line of lines) if (line.trim() !== '') take(line.slice(0, lineLengthMax))
  }
}

/** One line: JSON with level, service and msg, as the stack writes it; anything else is of Node itself. */
function handOn(log: Log, line: string): void {
  const said = objectOf(line)
  if (!said) return log.warn({ [stackField]: 'stack' }, line)
  const { level, time: _, service, msg, ...fields } = said
  const source = serviceNames.find(name => name === service) ?? 'stack'
  const known: LogLevel = logLevels.find(name => name === level) ?? 'info'
  log[known]({ ...fields, [stackField]: source }, String(msg ?? ''))
}

function objectOf(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}
