import * as z from 'zod'
import { garbled, refused, request, type Answer, type HttpEndpoint } from '../../lib/http'
import { ProblemError } from '../../lib/problem'

/** A worker under load answers its configuration topics' reads late. */
const timeoutMs = 15_000

const workerState = z.object({
  state: z.string(),
  worker_id: z.string().nullish(),
  trace: z.string().nullish(),
})
export const statusAnswer = z.object({
  connector: workerState,
  tasks: z.array(workerState.extend({ id: z.number() })),
  type: z.string().nullish(),
})
export type StatusAnswer = z.infer<typeof statusAnswer>

export const infoAnswer = z.object({
  name: z.string(),
  config: z.record(z.string(), z.string().nullable()),
  tasks: z.array(z.object({ task: z.number() })),
  type: z.string().nullish(),
})
export type InfoAnswer = z.infer<typeof infoAnswer>

const expandedAnswer = z.record(z.string(), z.object({ status: statusAnswer.nullish(), info: infoAnswer.nullish() }))
const namesAnswer = z.array(z.string())
const rootAnswer = z.object({ version: z.string().nullish(), kafka_cluster_id: z.string().nullish() })
const topicsAnswer = z.record(z.string(), z.object({ topics: z.array(z.string()) }))
const pluginsAnswer = z.array(
  z.object({ class: z.string(), type: z.string().nullish(), version: z.string().nullish() }),
)
const definitionsAnswer = z.array(z.object({ name: z.string(), type: z.string() }))

/** A connector with what the worker says of it; null: nothing yet. */
export interface ConnectorAnswer {
  name: string
  info: InfoAnswer | null
  status: StatusAnswer | null
}

/** @throws ProblemError service-… of lib/http, as do all here */
export async function readRoot(worker: HttpEndpoint, signal?: AbortSignal) {
  return get(worker, '/', rootAnswer, signal)
}

/** All connectors. A worker older than 2.3 knows no `expand` and answers the names alone. */
export async function readConnectors(worker: HttpEndpoint, signal?: AbortSignal): Promise<ConnectorAnswer[]> {
  const path = '/connectors?expand=status&expand=info'
  const answer = await get(worker, path, z.union([expandedAnswer, namesAnswer]), signal)
  if (Array.isArray(answer)) return answer.map(name => ({ name, info: null, status: null }))
  return Object.entries(answer).map(([name, { info, status }]) => ({
    name,
    info: info ?? null,
    status: status ?? null,
  }))
}

/** @throws ProblemError connector-unknown */
export async function readInfo(worker: HttpEndpoint, name: string, signal?: AbortSignal): Promise<InfoAnswer> {
  return get(worker, connectorPath(name), infoAnswer, signal, name)
}

/** Null: it has none yet, as for a moment after it was made. */
export function readStatus(worker: HttpEndpoint, name: string, signal?: AbortSignal): Promise<StatusAnswer | null> {
  return getIfThere(worker, `${connectorPath(name)}/status`, statusAnswer, signal)
}

/** Topics that a connector has used; null: this worker does not track them (before 2.5, or switched off). */
export async function readTopics(worker: HttpEndpoint, name: string, signal?: AbortSignal): Promise<string[] | null> {
  const answer = await getIfThere(worker, `${connectorPath(name)}/topics`, topicsAnswer, signal)
  return answer?.[name] ? [...answer[name].topics].sort() : null
}

/** Converters and transforms among them, where the worker lists those (3.2 and later). */
export async function readPlugins(worker: HttpEndpoint, signal?: AbortSignal) {
  return get(worker, '/connector-plugins?connectorsOnly=false', pluginsAnswer, signal)
}

/** The keys that a connector class declares as passwords; null: this worker does not describe its plugins. */
export async function readPasswordKeys(
  worker: HttpEndpoint,
  className: string,
  signal?: AbortSignal,
): Promise<Set<string> | null> {
  const path = `/connector-plugins/${encodeURIComponent(className)}/config`
  const definitions = await getIfThere(worker, path, definitionsAnswer, signal)
  return definitions && new Set(definitions.filter(({ type }) => type === 'PASSWORD').map(({ name }) => name))
}

/** A command. Any status is an answer. */
export function send(worker: HttpEndpoint, method: 'PUT' | 'POST', path: string, signal?: AbortSignal) {
  return request(worker, method, path, { accept: 'application/json', timeoutMs, signal })
}

export function connectorPath(name: string): string {
  return `/connectors/${encodeURIComponent(name)}`
}

export function unknownConnector(worker: HttpEndpoint, name: string): ProblemError {
  return new ProblemError({
    code: 'connector-unknown',
    where: `${worker.title}, ${worker.url}`,
    message: `Connect has no connector ${name}.`,
    tip: 'It may have been removed, or the link may be of another cluster. The list shows what there is.',
  })
}

async function get<T>(
  worker: HttpEndpoint,
  path: string,
  shape: z.ZodType<T>,
  signal?: AbortSignal,
  connector?: string,
): Promise<T> {
  const answer = await request(worker, 'GET', path, { accept: 'application/json', timeoutMs, signal })
  if (answer.status === 404 && connector !== undefined && saysConnector(answer, connector)) {
    throw unknownConnector(worker, connector)
  }
  if (answer.status < 200 || answer.status > 299) throw refused(worker, `GET ${path}`, answer)
  return parse(worker, path, shape, answer)
}

async function getIfThere<T>(
  worker: HttpEndpoint,
  path: string,
  shape: z.ZodType<T>,
  signal?: AbortSignal,
): Promise<T | null> {
  const answer = await request(worker, 'GET', path, { accept: 'application/json', timeoutMs, signal })
  if (answer.status >= 400) return null
  return parse(worker, path, shape, answer)
}

function parse<T>(worker: HttpEndpoint, path: string, shape: z.ZodType<T>, answer: Answer): T {
  const parsed = shape.safeParse(answer.json)
  if (!parsed.success) throw garbled(worker, `GET ${path}`, answer)
  return parsed.data
}

/** Connect names the connector in its 404s; a path that it does not know at all it calls HTTP 404 Not Found. */
export function saysConnector({ json }: Answer, connector: string): boolean {
  const said = (json as { message?: unknown } | undefined)?.message
  return typeof said === 'string' && said.includes(connector)
}
