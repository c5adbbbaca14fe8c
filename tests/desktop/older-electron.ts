/**
 * Preloaded (`-r`) into an Electron that is older than the one the app ships with, so that the shell can be tried
 * there: it brings what Node 16 and Electron 22 lack and the app uses. Nothing here changes what is there already.
 */
import { Blob } from 'node:buffer'
import { webcrypto } from 'node:crypto'
import * as diagnostics from 'node:diagnostics_channel'
import { createRequire } from 'node:module'
import * as streams from 'node:stream/web'
import { deserialize, serialize } from 'node:v8'

class FileStandIn extends Blob {}

class FormDataStandIn {}

/** As much of a Response as the shell's protocol makes. */
class ResponseStandIn {
  readonly status: number
  readonly headers: Record<string, string>
  constructor(
    readonly body: string | Uint8Array,
    init: { status: number; headers: Record<string, string> },
  ) {
    this.status = init.status
    this.headers = init.headers
  }
}

function anySignal(signals: AbortSignal[]): AbortSignal {
  const controller = new AbortController()
  for (const signal of signals) {
    const abort = () => controller.abort(signal.reason)
    if (signal.aborted) abort()
    else signal.addEventListener('abort', abort, { once: true })
  }
  return controller.signal
}

/** A channel that nobody listens to. */
function tracingChannel(name: string) {
  const events = ['start', 'end', 'asyncStart', 'asyncEnd', 'error']
  const channels = events.map(event => [event, diagnostics.channel(`tracing:${name}:${event}`)])
  return {
    ...Object.fromEntries(channels),
    hasSubscribers: false,
    traceSync: <T>(work: (...args: unknown[]) => T, _context?: object, self?: unknown, ...args: unknown[]): T =>
      work.apply(self, args),
  }
}

function fill(target: object, values: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(values)) {
    if (!(name in target)) Object.defineProperty(target, name, { value, configurable: true, writable: true })
  }
}

fill(globalThis, {
  ReadableStream: streams.ReadableStream,
  WritableStream: streams.WritableStream,
  TransformStream: streams.TransformStream,
  Blob,
  File: FileStandIn,
  FormData: FormDataStandIn,
  Response: ResponseStandIn,
  crypto: webcrypto,
  structuredClone: (value: unknown): unknown => deserialize(serialize(value)),
})
fill(AbortSignal, { any: anySignal })
fill(createRequire(__filename)('node:diagnostics_channel') as object, { tracingChannel })

// Started in place of a script: that one comes next, and sees the arguments that are its own.
if ((process.type as string) === 'utility') {
  process.argv.splice(1, 1)
  createRequire(__filename)(process.argv[1]!)
}

if (process.type === 'browser') {
  fillProtocol()
  fillUtilityProcess()
}

/** The stack's process is Node of the same age: it loads this module before its own script. */
function fillUtilityProcess(): void {
  const { utilityProcess } = createRequire(__filename)('electron') as typeof import('electron')
  const { fork } = utilityProcess
  utilityProcess.fork = (script, args, options) => fork(__filename, [script, ...(args ?? [])], options)
}

interface OlderProtocol {
  registerBufferProtocol(
    scheme: string,
    handler: (
      request: { url: string; method: string },
      answer: (response: { statusCode: number; headers: Record<string, string>; data: Buffer }) => void,
    ) => void,
  ): boolean
}

/** `protocol.handle` came with Electron 25; before, there was one function for each kind of body. */
function fillProtocol(): void {
  const { app } = createRequire(__filename)('electron') as typeof import('electron')
  app.on('session-created', session => {
    const older = session.protocol as unknown as OlderProtocol
    fill(session.protocol, {
      handle(scheme: string, handler: (request: object) => Promise<ResponseStandIn>) {
        older.registerBufferProtocol(scheme, (request, answer) => {
          void handler(request).then(({ status, headers, body }) =>
            answer({ statusCode: status, headers, data: Buffer.from(body as Uint8Array) }),
          )
        })
      },
    })
  })
}
