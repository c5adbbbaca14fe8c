import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import type { Engine } from '../engine'
import { projectRoot } from '../lib/files'
import type { Log } from '../lib/log'
import { listenOnLoopback } from './listen'
import { createGate, securityHeaders, type Gate } from './security'
import { createSockets } from './sockets'
import { staticFile } from './static-files'
import { statusPage } from './status-page'

/** The path at which the contract is spoken. */
const rpcPath = '/rpc'

export interface WebShell {
  port: number
  /** With the token: whoever has this address may steer the app. */
  url: string
  close(): Promise<void>
}

export interface WebOptions {
  engine: Engine
  port: number
  token: string
  log: Log
  /** Where the built renderer lies; default: out/renderer of the project. */
  root?: string
}

/**
 * Serves the control room on loopback.
 *
 * @throws ProblemError port-in-use, cannot-listen
 */
export async function startWeb({ engine, port, token, log, root }: WebOptions): Promise<WebShell> {
  const files = root ?? join(projectRoot(), 'out', 'renderer')
  const sockets = createSockets(engine, log)
  // Both depend on the port, which is known only after listening. Who asks in that moment, as a page that was left open
  // and connects again may, is sent away.
  const doors: { gate?: Gate; headers: Record<string, string> } = { headers: {} }
  const server = createServer((request, response) => {
    if (!doors.gate) return response.destroy()
    answer({ request, response, engine, gate: doors.gate, files, headers: doors.headers }).catch(error => {
      log.error({ err: error, url: request.url?.split('?')[0] }, 'a request has failed')
      if (!response.headersSent)
        send(response, 500, 'text/plain; charset=utf-8', 'Internal error; the log has the details.\n')
      else response.destroy()
    })
  })
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    if (!doors.gate) return socket.destroy()
    const refusal = refuseUpgrade(doors.gate, request)
    if (refusal) return socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
    sockets.upgrade(request, socket, head)
  })
  const listening = await listenOnLoopback(server, port)
  doors.gate = createGate(token, listening.port)
  doors.headers = securityHeaders(listening.port)
  return {
    port: listening.port,
    url: `http://127.0.0.1:${listening.port}/?token=${encodeURIComponent(token)}`,
    async close() {
      sockets.close()
      server.closeAllConnections()
      await listening.close()
    },
  }
}

interface Exchange {
  request: IncomingMessage
  response: ServerResponse
  engine: Engine
  gate: Gate
  files: string
  headers: Record<string, string>
}

async function answer({ request, response, engine, gate, files, headers }: Exchange): Promise<void> {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  response.setHeader('cache-control', 'no-store')
  const strange = gate.strangeHost(request)
  if (strange) return send(response, 403, 'text/plain; charset=utf-8', `Refused: ${strange}.\n`)
  const url = new URL(request.url ?? '/', 'http://localhost')
  const token = url.pathname === '/' ? url.searchParams.get('token') : null
  if (token !== null && gate.isToken(token)) return welcome(response, gate)
  if (!gate.isKnown(request)) return send(response, 401, 'text/plain; charset=utf-8', unknownText)
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD')
    return send(response, 405, 'text/plain; charset=utf-8', 'Only GET is answered here.\n')
  }
  const page = pages[url.pathname]
  if (page) return send(response, 200, page.type, page.body(engine))
  if (url.pathname.startsWith('/api/'))
    return send(response, 404, json, JSON.stringify({ message: 'There is no such path.' }))
  return sendFile(response, files, url.pathname)
}

const json = 'application/json; charset=utf-8'

/** What programs ask for. */
const pages: Record<string, { type: string; body(engine: Engine): string }> = {
  '/api/health': { type: json, body: engine => JSON.stringify(engine.health()) },
  '/api/city': { type: json, body: engine => JSON.stringify(engine.city.document()) },
  '/status': { type: 'text/html; charset=utf-8', body: engine => statusPage(engine.city.document()) },
}

/** The token goes into a cookie, and out of the address bar and the history. */
function welcome(response: ServerResponse, gate: Gate): void {
  response.setHeader('set-cookie', gate.cookie())
  response.setHeader('location', '/')
  send(response, 303, 'text/plain; charset=utf-8', 'Welcome.\n')
}

async function sendFile(response: ServerResponse, files: string, path: string): Promise<void> {
  const file = await staticFile(files, path)
  if (!file)
    return send(response, 404, 'text/plain; charset=utf-8', path === '/' ? notBuiltText : 'There is no such page.\n')
  if (file.immutable) response.setHeader('cache-control', 'private, max-age=31536000, immutable')
  send(response, 200, file.type, file.body)
}

function send(response: ServerResponse, status: number, type: string, body: string | Buffer): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) })
  // A body after HEAD is left out by Node itself.
  response.end(body)
}

function refuseUpgrade(gate: Gate, request: IncomingMessage): string | null {
  if (gate.strangeHost(request)) return '403 Forbidden'
  if (!gate.isKnown(request)) return '401 Unauthorized'
  return new URL(request.url ?? '/', 'http://localhost').pathname === rpcPath ? null : '404 Not Found'
}

const notBuiltText = 'The control room is not built: run "npm run build". The plain page is at /status.\n'

const unknownText = `This is Elevated, and it does not know you.
Open the address that it printed when it started: it ends with ?token=…
Programs send the token as "Authorization: Bearer …".
`
