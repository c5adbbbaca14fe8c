import type { Server } from 'node:net'
import { createServer } from 'node:net'
import { ProblemError } from './problem'

/** Loopback only. `localhost` is ::1 first on many machines, so both families are listened on. */
const loopback = { v4: '127.0.0.1', v6: '::1' } as const

/**
 * Listens on 127.0.0.1 with `server` and passes connections to ::1 on the same port to it as well.
 * Machines without IPv6 get the first only.
 *
 * @param port 0 takes a free one
 * @returns the port, and how to stop listening
 * @throws ProblemError port-in-use, port-not-allowed
 */
export async function listenOnLoopback(
  service: string,
  server: Server,
  port: number,
): Promise<{ port: number; close(): Promise<void> }> {
  await listen(service, server, port, loopback.v4)
  const bound = (server.address() as { port: number }).port
  const twin = createServer({ noDelay: true }, socket => server.emit('connection', socket))
  let hasTwin = true
  try {
    await listen(service, twin, bound, loopback.v6)
  } catch (error) {
    hasTwin = false
    // Another program may own ::1 on a free port chosen for IPv4, or there is no IPv6 at all: clients then use 127.0.0.1.
    if (error instanceof ProblemError && error.problem.code === 'port-in-use' && port !== 0) {
      await close(server)
      throw error
    }
  }
  return {
    port: bound,
    async close() {
      await Promise.all([close(server), hasTwin ? close(twin) : undefined])
    },
  }
}

function listen(service: string, server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException) => reject(asProblem(service, port, host, error))
    server.once('error', onError)
    server.listen({ port, host }, () => {
      server.removeListener('error', onError)
      resolve()
    })
  })
}

function close(server: Server): Promise<void> {
  return new Promise(resolve => (server.listening ? server.close(() => resolve()) : resolve()))
}

function asProblem(service: string, port: number, host: string, error: NodeJS.ErrnoException): Error {
  const where = `${service}, ${host}:${port}`
  if (error.code === 'EADDRINUSE') {
    return new ProblemError({
      code: 'port-in-use',
      where,
      message: `${service} cannot start: port ${port} is taken by another program.`,
      tip: `Stop that program, or choose another port with --ports ${service}=PORT (or --ports auto).`,
    })
  }
  if (error.code === 'EACCES') {
    return new ProblemError({
      code: 'port-not-allowed',
      where,
      message: `${service} cannot start: this account may not listen on port ${port}.`,
      tip: `Choose a port above 1023 with --ports ${service}=PORT.`,
    })
  }
  return error
}
