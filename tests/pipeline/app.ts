import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { mkdtempSync, readFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import type { CityDocument } from '../../src/shared/city/document'
import type { contract } from '../../src/shared/contract'
import type { Health } from '../../src/shared/contract/lifecycle'
import type { ServiceName } from '../../src/shared/contract/services'
import { jsonEvent, start, type Started } from '../support/process'

/** A JSON file with a profile; without it the embedded stack is used. Nothing else in these tests knows which it is. */
export const profileFile = process.env.ELEVATED_PROFILE

/** Addresses with credentials, as a test needs them to break things behind the app's back. */
export type Addresses = Record<ServiceName, string | null>

export interface App {
  url: string
  addresses: Addresses
  program: Started
  get(
    path: string,
    headers?: Record<string, string>,
  ): Promise<{ status: number; headers: Record<string, unknown>; text: string }>
  health(): Promise<Health>
  city(): Promise<CityDocument>
  /** The contract, as the renderer calls it. */
  client: ContractRouterClient<typeof contract>
  /** SIGTERM; answers the exit code. */
  stop(): Promise<number | null>
}

const token = 'a-token-of-the-test'
/** A checkout that has changed is built first, which takes a busy machine a while. */
const readyMsMax = 180_000

/** The command of package.json; ELEVATED_FROM_SOURCE=1 saves the build while the app is being changed. */
const command = process.env.ELEVATED_FROM_SOURCE
  ? ['--import', 'tsx', 'src/main/headless.ts']
  : ['scripts/bootstrap.mjs', 'headless']

export function newDataDir(): string {
  return mkdtempSync(join(tmpdir(), 'elevated-pipeline-'))
}

/** Starts the headless shell as a user does and waits until it says that it is ready. */
export async function startApp(dataDir: string, flags: string[] = []): Promise<App> {
  const where = profileFile ? ['--profile', profileFile] : ['--ports', 'auto']
  const args = [...command, '--port', '0', '--data-dir', dataDir, '--token', token]
  const program = start(process.execPath, [...args, ...where, ...flags])
  const ready = await program
    .line(jsonEvent<{ url: string; endpoints: Addresses }>('ready'), readyMsMax)
    .catch(async error => {
      await program.stop()
      throw error
    })
  const { origin } = new URL(ready.url)
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, { headers: { authorization: `Bearer ${token}` } })
  const client: App['client'] = createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }))
  const get: App['get'] = (path, headers = { authorization: `Bearer ${token}` }) => httpGet(origin + path, headers)
  const json = async <T>(path: string) => JSON.parse((await get(path)).text) as T
  return {
    url: ready.url,
    addresses: profileFile ? profileAddresses(profileFile) : ready.endpoints,
    program,
    get,
    health: () => json<Health>('/api/health'),
    city: () => json<CityDocument>('/api/city'),
    client,
    stop() {
      socket.terminate()
      return program.stop()
    },
  }
}

function httpGet(url: string, headers: Record<string, string>): ReturnType<App['get']> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers, timeout: 10_000 }, response => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', piece => (text += piece))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }))
    })
    sent.on('error', reject)
    sent.on('timeout', () => sent.destroy(new Error(`${url} did not answer`)))
    sent.end()
  })
}

function profileAddresses(file: string): Addresses {
  type Service = string | { url: string } | null
  const { endpoints } = JSON.parse(readFileSync(file, 'utf8')) as {
    endpoints: Record<Exclude<ServiceName, 'kafka'>, Service> & { kafka: string | string[] | { brokers: string[] } }
  }
  const { kafka, ...others } = endpoints
  const brokers = typeof kafka === 'string' ? [kafka] : Array.isArray(kafka) ? kafka : kafka.brokers
  const url = (service: Service) => (service === null || typeof service === 'string' ? service : service.url)
  return {
    kafka: brokers.join(','),
    registry: url(others.registry),
    restProxy: url(others.restProxy),
    connect: url(others.connect),
    ksql: url(others.ksql),
    postgres: url(others.postgres),
  }
}
