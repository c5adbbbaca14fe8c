import { sourceConnectorClasses } from '../../lib/source-connector-classes'
import type { Problem } from '../../lib/problem'
import type { HttpCheck, HttpName } from './http'

/** What each HTTP service says of itself. */
export const httpChecks: Record<HttpName, HttpCheck> = {
  registry: {
    name: 'registry',
    path: '/subjects',
    fits: isArrayOfTexts,
    async describe(ask, json) {
      const version = textIn(await ask('/v1/metadata/version'), 'version')
      return { found: sentence(version, counted(lengthOf(json), 'subject')), problems: [] }
    },
  },
  restProxy: {
    name: 'restProxy',
    path: '/topics',
    fits: isArrayOfTexts,
    async describe(ask, json) {
      const clusters = listIn(await ask('/v3/clusters'), 'data')
      const clusterId = textIn(clusters[0], 'cluster_id')
      return { found: sentence(counted(lengthOf(json), 'topic')), problems: [], clusterId }
    },
  },
  connect: {
    name: 'connect',
    path: '/',
    fits: json => textIn(json, 'version') !== null && textIn(json, 'kafka_cluster_id') !== null,
    async describe(ask, json) {
      const plugins = await ask('/connector-plugins')
      const classes = Array.isArray(plugins) ? plugins.flatMap(plugin => textIn(plugin, 'class') ?? []) : []
      const connectors = lengthOf(await ask('/connectors'))
      const hasSource = sourceConnectorClasses.some(name => classes.includes(name))
      return {
        found: sentence(textIn(json, 'version'), counted(connectors, 'connector'), counted(classes.length, 'plugin')),
        problems: hasSource ? [] : [noSource],
        clusterId: textIn(json, 'kafka_cluster_id'),
      }
    },
  },
  ksql: {
    name: 'ksql',
    path: '/info',
    fits: json => isObject(json) && isObject(json.KsqlServerInfo),
    async describe(_ask, json) {
      const info = (json as { KsqlServerInfo: unknown }).KsqlServerInfo
      const status = textIn(info, 'serverStatus')
      return {
        found: sentence(textIn(info, 'version'), status && status.toLowerCase(), textIn(info, 'ksqlServiceId')),
        problems: [],
        clusterId: textIn(info, 'kafkaClusterId'),
      }
    },
  },
}

const noSource: Problem = {
  code: 'no-source-connector',
  where: 'Kafka Connect',
  message: `Connect has none of the plugins that can read the stations table: ${sourceConnectorClasses.join(', ')}.`,
  tip: 'Install one on every worker (confluent-hub install confluentinc/kafka-connect-jdbc) and restart it. Trains run without it.',
}

function isObject(json: unknown): json is Record<string, unknown> {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
}

function isArrayOfTexts(json: unknown): boolean {
  return Array.isArray(json) && json.every(one => typeof one === 'string')
}

function textIn(json: unknown, field: string): string | null {
  const value = isObject(json) ? json[field] : undefined
  return typeof value === 'string' && value !== '' ? value : null
}

function listIn(json: unknown, field: string): unknown[] {
  const value = isObject(json) ? json[field] : undefined
  return Array.isArray(value) ? value : []
}

function lengthOf(json: unknown): number {
  return Array.isArray(json) ? json.length : 0
}

function counted(count: number, what: string): string {
  return `${count.toLocaleString('en-US')} ${what}${count === 1 ? '' : 's'}`
}

function sentence(...parts: (string | null)[]): string {
  return parts.filter(part => part !== null).join(', ')
}
