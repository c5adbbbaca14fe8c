import { forEachLimited } from '../../lib/cancellation'
import type { HttpEndpoint } from '../../lib/http'
import { createMemory } from '../memory'
import { readPasswordKeys, readPlugins, readTopics, type ConnectorAnswer } from './worker'

/** Topics that a connector uses rarely change; plugins change with a restart of the worker. */
const topicsKeepMs = 10_000
const pluginsKeepMs = 60_000

/** Connectors and classes remembered. */
const max = 2_000

const requestsAtOnce = 8

/** What changes rarely, so that a page that looks every two seconds does not ask for it each time. */
export interface ConnectFacts {
  topics(worker: HttpEndpoint, name: string, signal?: AbortSignal): Promise<string[] | null>
  /** Topics by connector. */
  topicsOf(
    worker: HttpEndpoint,
    connectors: readonly ConnectorAnswer[],
    signal?: AbortSignal,
  ): Promise<Map<string, string[] | null>>
  plugin(
    worker: HttpEndpoint,
    className: string,
    signal?: AbortSignal,
  ): Promise<{ version?: string | null } | undefined>
  /** Empty where the worker does not describe its plugins. */
  passwordKeys(worker: HttpEndpoint, className: string, signal?: AbortSignal): Promise<ReadonlySet<string>>
}

export function createFacts(now: () => number): ConnectFacts {
  const topics = createMemory<string[] | null>({ max, keepMs: topicsKeepMs, now })
  const passwords = createMemory<ReadonlySet<string>>({ max, keepMs: pluginsKeepMs, now })
  const plugins = createMemory<Awaited<ReturnType<typeof readPlugins>>>({ max: 1, keepMs: pluginsKeepMs, now })
  const facts: ConnectFacts = {
    topics: (worker, name, signal) => topics(name, () => readTopics(worker, name, signal)),
    async topicsOf(worker, connectors, signal) {
      const found = new Map<string, string[] | null>()
      await forEachLimited(connectors, requestsAtOnce, async ({ name }) => {
        found.set(name, await facts.topics(worker, name, signal))
      })
      return found
    },
    async plugin(worker, className, signal) {
      const all = await plugins('', () => readPlugins(worker, signal))
      return all.find(plugin => isNamed(plugin.class, className))
    },
    passwordKeys: (worker, className, signal) =>
      passwords(className, async () => (await readPasswordKeys(worker, className, signal)) ?? new Set()),
  }
  return facts
}

/** A class is named in full, by its simple name, or by that without Connector. */
function isNamed(className: string, name: string): boolean {
  const simple = className.slice(className.lastIndexOf('.') + 1)
  return name === className || name === simple || `${name}Connector` === simple
}
