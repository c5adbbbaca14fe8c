/**
 * A shell between us and the server. It watches a pipe (descriptor 3) whose other end only we hold: when that closes,
 * because we closed it or because we were killed in a way that leaves no time to do anything, the server is told to
 * stop at once (SIGINT is PostgreSQL's "fast" shutdown). The watcher is ended with the server, since the number of a
 * process that has gone may be given to another.
 *
 * A signal interrupts `wait`, so it is repeated for as long as the server is there.
 */
export const guardScript = `
"$@" </dev/null 3<&- &
server=$!
trap 'kill -INT $server 2>/dev/null' INT TERM HUP
trap 'kill -QUIT $server 2>/dev/null' QUIT
(read -r _; kill -INT $server) <&3 >/dev/null 2>&1 &
watcher=$!
wait $server
code=$?
while kill -0 $server 2>/dev/null; do wait $server; code=$?; done
kill $watcher 2>/dev/null
exit $code
`

/** The command that runs `program` under the guard. */
export function guarded(program: string, args: string[]): { command: string; args: string[] } {
  return { command: '/bin/sh', args: ['-c', guardScript, 'postgres-guard', program, ...args] }
}
