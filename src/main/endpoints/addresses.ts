import type { ServiceName } from '../../shared/contract/lifecycle'
import type { Endpoints } from './profile'

/** What may be shown and printed: host:port for Kafka, URLs for the others, never a credential. Null: no such service. */
export function shownAddresses(endpoints: Endpoints): Record<ServiceName, string | null> {
  return {
    kafka: endpoints.kafka.brokers.join(','),
    registry: shownUrl(endpoints.registry.url),
    restProxy: shownUrl(endpoints.restProxy.url),
    connect: shownUrl(endpoints.connect.url),
    ksql: endpoints.ksql && shownUrl(endpoints.ksql.url),
    postgres: shownUrl(endpoints.postgres.url),
  }
}

function shownUrl(text: string): string {
  const url = new URL(text)
  url.username = ''
  url.password = ''
  return url.href.replace(/\/$/, '')
}
