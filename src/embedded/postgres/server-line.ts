/** What a line on the server's stderr means to us. */
export type ServerLine =
  | { kind: 'ready' }
  | { kind: 'port-taken' }
  | { kind: 'directory-taken' }
  | { kind: 'fatal'; message: string }
  | { kind: 'warning'; message: string }
  | { kind: 'detail'; message: string }

/**
 * Reads one line of log_line_prefix '' with English messages. That ::1 cannot be listened on is a detail (there may be
 * no IPv6); that 127.0.0.1 cannot is fatal to us, although the server would go on with ::1 alone.
 */
export function readServerLine(line: string): ServerLine {
  const match = /^(?<level>[A-Z]+\d?):\s+(?<message>.*)$/.exec(line)
  const { level = '', message = line } = match?.groups ?? {}
  if (message.startsWith('database system is ready to accept connections')) return { kind: 'ready' }
  if (/could not create listen socket for "127\.0\.0\.1"/.test(message)) return { kind: 'port-taken' }
  if (/could not create any TCP\/IP sockets/.test(message)) return { kind: 'port-taken' }
  if (/lock file "postmaster\.pid" already exists/.test(message)) return { kind: 'directory-taken' }
  if (level === 'FATAL' || level === 'PANIC') return { kind: 'fatal', message }
  if (level === 'WARNING' && !/could not create listen socket for "::1"/.test(message))
    return { kind: 'warning', message }
  return { kind: 'detail', message: line }
}
