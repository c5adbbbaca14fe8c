import type { ServiceName } from '../../shared/contract/services'
import type { Endpoints } from './profile'

/** What may be shown and printed: host:port for Kafka, URLs for the others, never a credential. Null: no such service. */
export function shownAddresses(endpoints: Endpoints): Record<ServiceName, string | null> {
  return {
    kafka: endpoints.kafka.brokers.join(','),
    registry: shownUrl(endpoints.registry),
    restProxy: shownUrl(endpoints.restProxy),
    connect: shownUrl(endpoints.connect),
    ksql: shownUrl(endpoints.ksql),
    postgres: shownUrl(endpoints.postgres),
  }
}

function shownUrl(service: { url: string } | null): string | null {
  if (!service) return null
  const url = new URL(service.url)
  url.username = ''
  url.password = ''
  return url.href.replace(/\/$/, '')
}
