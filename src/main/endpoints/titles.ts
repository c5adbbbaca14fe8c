import type { ServiceName } from '../../shared/contract/services'

/** How people call the services. */
export const serviceTitles: Record<ServiceName, string> = {
  kafka: 'Kafka',
  registry: 'Schema Registry',
  restProxy: 'REST proxy',
  connect: 'Kafka Connect',
  ksql: 'ksqlDB',
  postgres: 'PostgreSQL',
}
