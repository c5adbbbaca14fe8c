import { randomBytes } from 'node:crypto'
import { arrivalTopics } from '../../shared/city/names'
import type { Network } from '../../shared/city/network'
import type { PartState } from '../../shared/contract/lifecycle'
import { createCity, type City } from '../city'
import { schemaCache } from '../city/schema-cache'
import { serviceTitles, type Endpoints, type Profile } from '../endpoints'
import { createInspector, type Inspector } from '../inspector'
import type { HttpEndpoint } from '../lib/http'
import { createKafka } from '../lib/kafka'
import type { Log } from '../lib/log'
import { createPart } from '../lib/part'
import type { Problem } from '../lib/problem'
import { readSchemas } from '../lib/schemas'
import { createProducers, kafkaEventsMax, weatherEventsMax, type Producers } from '../producers'
import { pipelineProvisioner, type Provisioner } from '../provisioning'
import { createTransformer, type Transformer } from '../transformer'

/** All that works on the six endpoints. */
export interface Pipeline {
  parts(): PartState[]
  provisioner: Provisioner
  transformer: Transformer
  city: City
  /** Null: nothing can be written, see cannotWrite. */
  producers: Producers | null
  /** Why there are no producers. */
  cannotWrite: Problem | null
  inspector: Inspector
}

export interface PipelineOptions {
  profile: Profile
  endpoints: Endpoints
  network: Network
  log: Log
  now(): number
  onChange(): void
}

/** Puts the parts together; nothing is started yet but the producers' queues. */
export function createPipeline({ profile, endpoints, network, log, now, onChange }: PipelineOptions): Pipeline {
  const kafka = createKafka(endpoints.kafka, log)
  const http = (name: 'registry' | 'restProxy' | 'connect' | 'ksql'): HttpEndpoint | null =>
    endpoints[name] && { title: serviceTitles[name], ...endpoints[name] }
  const services = { registry: http('registry'), connect: http('connect'), ksql: http('ksql') }
  const parts = {
    kafka: createPart({ id: 'producer', title: 'Producer', bufferedMax: kafkaEventsMax }, onChange),
    weather: createPart({ id: 'weather', title: 'Weather producer', bufferedMax: weatherEventsMax }, onChange),
    transformer: createPart({ id: 'transformer', title: 'Transformer' }, onChange),
    city: createPart({ id: 'city', title: 'City reader' }, onChange),
  }
  const shared = { kafka, connection: endpoints.kafka, log }
  const schemas = readSchemas()
  const transformer = createTransformer({ ...shared, part: parts.transformer })
  const { registry } = services
  const cannotWrite = profile.readOnly ? readOnlyProblem : registry ? null : noRegistry
  const producers =
    cannotWrite || !registry
      ? null
      : createProducers({ ...shared, parts, schemas, registry, restProxy: http('restProxy') })
  if (cannotWrite) for (const part of [parts.kafka, parts.weather]) part.update({ state: 'off', problem: cannotWrite })
  const provisioner = pipelineProvisioner({
    ...shared,
    ...services,
    postgres: endpoints.postgres,
    transformer,
    arrivalTopics: arrivalTopics(network.stations.values()),
    schemas,
    readOnly: profile.readOnly,
    onChange,
    onApplied(id) {
      if (id === 'schemas') producers?.forgetSchemas()
    },
  })
  const city = createCity({
    ...shared,
    schemas: schemaCache(registry, now),
    part: parts.city,
    groupId: `elevated-city-${randomBytes(6).toString('hex')}`,
    now,
  })
  const inspector = createInspector({
    kafka: endpoints.kafka,
    ...services,
    own: () => [transformer.consumer(), city.consumer()].filter(consumer => consumer !== null),
    readOnly: profile.readOnly,
    log,
    now,
  })
  return {
    parts: () => Object.values(parts).map(part => ({ ...part.state })),
    provisioner,
    transformer,
    city,
    producers,
    cannotWrite,
    inspector,
  }
}

const readOnlyProblem: Problem = {
  code: 'read-only',
  where: 'profile',
  message: 'The profile is read-only: the city is fed by others, and only shown here.',
  tip: 'Use a profile that is not read-only to simulate.',
}

const noRegistry: Problem = {
  code: 'no-registry',
  where: 'profile',
  message: 'No city can be simulated: the profile has no Schema Registry, and events are written as Avro.',
  tip: 'Add the address of a Schema Registry to the profile.',
}
