import { createServer, type Server } from 'node:net'
import { messageOf, ProblemError } from '../lib/problem'

/**
 * Listens on 127.0.0.1, and on ::1 as well where the machine has it: `localhost` is that first on many.
 *
 * @param port 0 takes a free one
 * @throws ProblemError port-in-use, cannot-listen
 */
export async function listenOnLoopback(
  server: Server,
  port: number,
): Promise<{ port: number; close(): Promise<void> }> {
  await listen(server, '127.0.0.1', port)
  const bound = (server.address() as { port: number }).port
  const twin = createServer(socket => server.emit('connection', socket))
  // Without ::1, or when somebody else has it, the printed address still works: it names 127.0.0.1.
  const hasTwin = await listen(twin, '::1', bound).then(
    () => true,
    () => false,
  )
  const close = (one: Server) => new Promise<void>(resolve => one.close(() => resolve()))
  return {
    port: bound,
    async close() {
      await Promise.all([close(server), hasTwin ? close(twin) : undefined])
    },
  }
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException) => reject(listenProblem(host, port, error))
    server.once('error', onError)
    server.listen({ port, host }, () => {
      server.removeListener('error', onError)
      resolve()
    })
  })
}

function listenProblem(host: string, port: number, error: NodeJS.ErrnoException): ProblemError {
  const taken = error.code === 'EADDRINUSE'
  return new ProblemError(
    {
      code: taken ? 'port-in-use' : 'cannot-listen',
      where: `web shell, ${host}:${port}`,
      message: taken
        ? `The web shell cannot start: port ${port} is taken by another program.`
        : `The web shell cannot listen on port ${port}: ${messageOf(error)}.`,
      tip: 'Stop that program, or choose another port with --port PORT (0 takes a free one).',
    },
    { cause: error },
  )
}
