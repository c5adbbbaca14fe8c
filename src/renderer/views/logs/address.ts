import { logLevels, logSources, type LogFilter, type LogLevel, type LogSource } from '../../../shared/contract/logs'

/** What is looked for; it stands in the address. */
export type LogAddress = Pick<LogFilter, 'level' | 'source' | 'text'>

export const textMax = 200

/** ?level=&source=&text=; what makes no sense there is left out. */
export function parseAddress(search: string): LogAddress {
  const params = new URLSearchParams(search)
  return {
    level: logLevels.find(level => level === params.get('level')) ?? 'debug',
    source: logSources.find(source => source === params.get('source')) ?? null,
    text: (params.get('text') ?? '').slice(0, textMax),
  }
}

export function formatAddress({ level, source, text }: LogAddress): string {
  const params = new URLSearchParams()
  if (source !== null) params.set('source', source)
  if (level !== 'debug') params.set('level', level)
  if (text !== '') params.set('text', text)
  const search = params.toString()
  return search === '' ? '/logs' : `/logs?${search}`
}

export const levelWords: Record<LogLevel, string> = { debug: 'debug', info: 'info', warn: 'warning', error: 'error' }

export const sourceWords: Record<LogSource, string> = {
  app: 'Elevated',
  kafka: 'Kafka',
  registry: 'Registry',
  restProxy: 'REST Proxy',
  connect: 'Connect',
  ksql: 'ksqlDB',
  postgres: 'PostgreSQL',
  stack: 'Stack',
}
