import { describe, expect, it } from 'vitest'
import { readServerLine } from './server-line'

describe('a line of the server log', () => {
  it.each([
    ['LOG:  database system is ready to accept connections', 'ready'],
    ['WARNING:  could not create listen socket for "127.0.0.1"', 'port-taken'],
    ['WARNING:  could not create listen socket for "::1"', 'detail'],
    ['FATAL:  could not create any TCP/IP sockets', 'port-taken'],
    ['FATAL:  lock file "postmaster.pid" already exists', 'directory-taken'],
    ['FATAL:  data directory "/x" has wrong ownership', 'fatal'],
    ['PANIC:  could not locate a valid checkpoint record', 'fatal'],
    ['WARNING:  database "cta" has a collation version mismatch', 'warning'],
    ['HINT:  Is another postmaster (PID 7) running in data directory "/x"?', 'detail'],
    ['ERROR:  relation "nothing" does not exist at character 15', 'detail'],
    ['', 'detail'],
  ])('%s means %s', (line, kind) => {
    expect(readServerLine(line).kind).toBe(kind)
  })
})
