import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { composeProfile } from '../../src/main/endpoints/built-in'
import { standardPorts } from '../../src/main/endpoints/check/finding'
import { jdbcSourceClass } from '../../src/main/lib/source-connector-classes'
import { splitStatements } from '../../src/main/provisioning/ksql-script'
import { connectorConfig, databaseAddress, sourceConnectors } from '../../src/main/provisioning/source-connectors'
import { stopIds } from '../../src/main/provisioning/steps/stations-table'
import { turnstileSummaryTopic, turnstileTopic } from '../../src/shared/city/names'
import type { ServiceName } from '../../src/shared/contract/services'

interface Container {
  image: string
  build?: string
  hostname: string
  ports: string[]
  environment: Record<string, string>
  volumes?: string[]
  depends_on?: Record<string, { condition: string }>
  healthcheck: { test: string[]; retries: number }
}

const folder = resolve(import.meta.dirname, '../../compose')
const compose = parse(readFileSync(join(folder, 'docker-compose.yml'), 'utf8')) as {
  services: Record<string, Container>
  volumes: Record<string, unknown>
}
const profile = composeProfile.endpoints!

/** The container of each service. */
const containerNames: Record<ServiceName, string> = {
  kafka: 'kafka',
  registry: 'schema-registry',
  restProxy: 'rest-proxy',
  connect: 'connect',
  ksql: 'ksqldb',
  postgres: 'postgres',
}

const names = Object.keys(containerNames) as ServiceName[]
const container = (name: ServiceName) => compose.services[containerNames[name]]!
const environment = (name: ServiceName) => container(name).environment

/** The port of the profile's address. */
function portOf(name: ServiceName): number {
  if (name === 'kafka') return Number(profile.kafka.brokers[0]!.split(':')[1])
  return Number(new URL(profile[name]!.url).port)
}

/** `NAME://host:port,…` by name. */
function listeners(text: string): Record<string, string> {
  return Object.fromEntries(text.split(',').map(one => one.split('://') as [string, string]))
}

describe('the compose file', () => {
  it('has the six services of the profile and no other', () => {
    expect(Object.keys(compose.services).sort()).toEqual(Object.values(containerNames).sort())
    expect(names.filter(name => profile[name] === null)).toEqual([])
  })

  it.each(names)('publishes the port of %s where the profile expects it, on loopback alone', name => {
    expect(portOf(name)).toBe(standardPorts[name])
    expect(container(name).ports).toEqual([`127.0.0.1:${portOf(name)}:${standardPorts[name]}`])
  })

  it.each(names)('pins the version of %s and knows whether it is well', name => {
    expect(container(name).image).toMatch(/:\d+\.\d+(\.\d+)?$/)
    expect(container(name).healthcheck.test.length).toBeGreaterThan(1)
    expect(container(name).hostname).toBe(containerNames[name])
  })

  it('waits for the health of what each service needs', () => {
    for (const name of names) {
      for (const [needed, { condition }] of Object.entries(container(name).depends_on ?? {})) {
        expect(compose.services).toHaveProperty(needed)
        expect(condition).toBe('service_healthy')
      }
    }
    const needsKafka = names.filter(name => container(name).depends_on?.kafka)
    expect(needsKafka.sort()).toEqual(['connect', 'ksql', 'registry', 'restProxy'])
    expect(container('connect').depends_on).toHaveProperty('postgres')
  })

  it('runs Kafka without ZooKeeper, with a listener for this machine and one for containers', () => {
    const kafka = environment('kafka')
    expect(JSON.stringify(kafka).toLowerCase()).not.toContain('zookeeper')
    expect(kafka.KAFKA_PROCESS_ROLES).toBe('broker,controller')
    const advertised = listeners(kafka.KAFKA_ADVERTISED_LISTENERS!)
    expect(profile.kafka.brokers).toEqual([advertised.HOST])
    expect(advertised.CONTAINERS).toBe('kafka:29092')
    expect(kafka.KAFKA_INTER_BROKER_LISTENER_NAME).toBe('CONTAINERS')
    const bound = listeners(kafka.KAFKA_LISTENERS!)
    expect(Object.keys(bound).sort()).toEqual(['CONTAINERS', 'CONTROLLER', 'HOST'])
    for (const name of Object.keys(bound)) expect(kafka.KAFKA_LISTENER_SECURITY_PROTOCOL_MAP).toContain(`${name}:`)
    // A cluster id is 16 bytes as base64url.
    expect(Buffer.from(kafka.CLUSTER_ID!, 'base64url')).toHaveLength(16)
  })

  it('lets every container reach Kafka and the registry by the names that containers have', () => {
    const inside = listeners(environment('kafka').KAFKA_ADVERTISED_LISTENERS!).CONTAINERS
    expect(environment('registry').SCHEMA_REGISTRY_KAFKASTORE_BOOTSTRAP_SERVERS).toBe(`PLAINTEXT://${inside}`)
    expect(environment('restProxy').KAFKA_REST_BOOTSTRAP_SERVERS).toBe(inside)
    expect(environment('connect').CONNECT_BOOTSTRAP_SERVERS).toBe(inside)
    expect(environment('ksql').KSQL_BOOTSTRAP_SERVERS).toBe(inside)
    const registry = `http://${container('registry').hostname}:${standardPorts.registry}`
    expect(environment('restProxy').KAFKA_REST_SCHEMA_REGISTRY_URL).toBe(registry)
    expect(environment('ksql').KSQL_KSQL_SCHEMA_REGISTRY_URL).toBe(registry)
  })

  it('names the topics of the services themselves as the embedded stack does', () => {
    expect(environment('registry').SCHEMA_REGISTRY_KAFKASTORE_TOPIC).toBe('_schemas')
    expect(environment('ksql').KSQL_KSQL_SERVICE_ID).toBe('default_')
    expect([
      environment('connect').CONNECT_CONFIG_STORAGE_TOPIC,
      environment('connect').CONNECT_OFFSET_STORAGE_TOPIC,
      environment('connect').CONNECT_STATUS_STORAGE_TOPIC,
    ]).toEqual(['connect-configs', 'connect-offsets', 'connect-status'])
  })

  it('gives the database the name, user and password of the profile, and the stations of the app', () => {
    const { POSTGRES_DB, POSTGRES_USER, POSTGRES_PASSWORD } = environment('postgres')
    expect(databaseAddress(profile.postgres!.url)).toMatchObject({
      database: POSTGRES_DB,
      user: POSTGRES_USER,
      password: POSTGRES_PASSWORD,
    })
    const script = container('postgres').volumes!.find(volume => volume.includes('/docker-entrypoint-initdb.d/'))!
    const [source, target] = script.split(':')
    const sql = readFileSync(resolve(folder, source!), 'utf8')
    expect(target).toMatch(/\.sql$/)
    expect(stopIds(sql).length).toBeGreaterThan(200)
    expect(source).toBe('../resources/postgres/stations.sql')
  })

  it('has the plugin of the connector, which reaches the database by the name that containers have', () => {
    const dockerfile = readFileSync(join(folder, 'connect', 'Dockerfile'), 'utf8')
    expect(dockerfile).toMatch(/confluent-hub install --no-prompt confluentinc\/kafka-connect-jdbc:\d+\.\d+\.\d+\n/)
    expect(container('connect').build).toBe('./connect')
    expect(dockerfile).toMatch(new RegExp(`^FROM \\S+:${container('connect').image.split(':')[1]}$`, 'm'))
    const { url, fromConnect } = profile.postgres!
    const [preferred] = sourceConnectors
    const config = connectorConfig(preferred!, databaseAddress(url, fromConnect))
    expect(config['connector.class']).toBe(jdbcSourceClass)
    expect(config['connection.url']).toBe(
      `jdbc:postgresql://${container('postgres').hostname}:${standardPorts.postgres}/cta`,
    )
  })

  it('has a ksqlDB for the statements that the app runs', () => {
    const statements = splitStatements(readFileSync(resolve(folder, '../schemas/turnstile-summary.ksql'), 'utf8'))
    expect(statements.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'STREAM TURNSTILE',
      `TABLE ${turnstileSummaryTopic}`,
    ])
    expect(statements[0]!.text).toContain(turnstileTopic)
  })

  it('declares every volume that it mounts', () => {
    const mounted = Object.values(compose.services).flatMap(({ volumes = [] }) =>
      volumes.map(one => one.split(':')[0]!),
    )
    expect(mounted.filter(name => !name.startsWith('..')).sort()).toEqual(Object.keys(compose.volumes).sort())
  })

  it('is described with its images and ports in its README', () => {
    const readme = readFileSync(join(folder, 'README.md'), 'utf8')
    for (const name of names) {
      const image =
        name === 'connect'
          ? `confluentinc/cp-kafka-connect:${container(name).image.split(':')[1]}`
          : container(name).image
      expect(readme).toContain(image)
      expect(readme).toContain(`localhost:${portOf(name)}`)
    }
  })
})
