import type { ProfileDraft, ProfileFields, SecretName } from '../../shared/contract/profiles'
import { secretNames } from '../../shared/contract/profiles'
import { ProblemError } from '../lib/problem'
import type { Endpoints, Profile, TlsOptions } from './profile'

type Secrets = Partial<Record<SecretName, string>>
type HttpName = 'registry' | 'restProxy' | 'connect' | 'ksql'

const httpNames = ['registry', 'restProxy', 'connect', 'ksql'] as const satisfies HttpName[]

/** What a form may show of endpoints: everything but secrets. */
export function fieldsOf({ title, readOnly }: Profile, endpoints: Endpoints): ProfileFields {
  const { kafka, postgres } = endpoints
  const http = (name: HttpName) => {
    const service = endpoints[name]
    return service && { url: service.url, username: service.username ?? null }
  }
  return {
    title,
    readOnly,
    kafka: {
      brokers: kafka.brokers,
      tls: kafka.ssl ? tlsFields(kafka.ssl === true ? {} : kafka.ssl) : null,
      sasl: kafka.sasl ? { mechanism: kafka.sasl.mechanism, username: kafka.sasl.username } : null,
    },
    registry: http('registry'),
    restProxy: http('restProxy'),
    connect: http('connect'),
    ksql: http('ksql'),
    postgres: postgres && { url: withoutPassword(postgres.url), fromConnect: postgres.fromConnect ?? null },
  }
}

/** Which secrets the endpoints have. */
export function secretsSetOf(endpoints: Endpoints): SecretName[] {
  const secrets = secretsOf(endpoints)
  return secretNames.filter(name => secrets[name] !== undefined)
}

/**
 * The endpoints that a form describes.
 *
 * @param before what the profile was; secrets that the form does not name are taken from it
 * @throws ProblemError secret-needed when a secret would be sent to another address than it was given for, key-needed
 */
export function endpointsOfDraft({ fields, secrets: changes }: ProfileDraft, before: Endpoints | null): Endpoints {
  const kept = before ? secretsOf(before) : {}
  const secret = (name: SecretName, addressOf: (endpoints: AddressedFields) => string): string | undefined => {
    const change = changes[name]
    if (change !== undefined) return change ?? undefined
    if (kept[name] === undefined) return undefined
    if (before && addressOf(addressesOf(before)) !== addressOf(addressesOfFields(fields))) throw secretNeeded(name)
    return kept[name]
  }
  const http = (name: HttpName, password: SecretName): Endpoints[HttpName] => {
    const service = fields[name]
    if (!service) return null
    const url = service.url.trim().replace(/\/+$/, '')
    if (service.username === null) return { url }
    return { url, username: service.username, password: secret(password, addresses => addresses[name]) ?? '' }
  }
  const kafkaAddress = (addresses: AddressedFields) => addresses.kafka
  return {
    kafka: {
      brokers: fields.kafka.brokers.map(broker => broker.trim()),
      ...(fields.kafka.tls && { ssl: tlsOptions(fields.kafka.tls, name => secret(name, kafkaAddress)) }),
      ...(fields.kafka.sasl && {
        sasl: { ...fields.kafka.sasl, password: secret('saslPassword', kafkaAddress) ?? '' },
      }),
    },
    registry: http('registry', 'registryPassword'),
    restProxy: http('restProxy', 'restProxyPassword'),
    connect: http('connect', 'connectPassword'),
    ksql: http('ksql', 'ksqlPassword'),
    postgres: fields.postgres && {
      url: withPassword(
        fields.postgres.url.trim(),
        secret('postgresPassword', addresses => addresses.postgres),
      ),
      ...(fields.postgres.fromConnect?.trim() && { fromConnect: fields.postgres.fromConnect.trim() }),
    },
  }
}

function tlsFields(tls: TlsOptions): NonNullable<ProfileFields['kafka']['tls']> {
  const ca = Array.isArray(tls.ca) ? tls.ca.join('\n') : tls.ca
  return {
    ca: ca ?? null,
    cert: tls.cert ?? null,
    servername: tls.servername ?? null,
    rejectUnauthorized: tls.rejectUnauthorized ?? true,
  }
}

function tlsOptions(
  fields: NonNullable<ProfileFields['kafka']['tls']>,
  secret: (name: SecretName) => string | undefined,
): TlsOptions | true {
  const key = fields.cert === null ? undefined : secret('tlsKey')
  if (fields.cert !== null && key === undefined) throw keyNeeded()
  const passphrase = key === undefined ? undefined : secret('tlsPassphrase')
  const options: TlsOptions = {
    ...(fields.ca !== null && { ca: fields.ca }),
    ...(fields.cert !== null && { cert: fields.cert, key }),
    ...(passphrase !== undefined && { passphrase }),
    ...(fields.servername !== null && { servername: fields.servername }),
    ...(!fields.rejectUnauthorized && { rejectUnauthorized: false }),
  }
  return Object.keys(options).length === 0 ? true : options
}

function secretsOf(endpoints: Endpoints): Secrets {
  const { kafka, registry, restProxy, connect, ksql, postgres } = endpoints
  const tls = typeof kafka.ssl === 'object' ? kafka.ssl : {}
  const password = postgres ? new URL(postgres.url).password : ''
  const all: Secrets = {
    saslPassword: kafka.sasl?.password,
    tlsKey: tls.key,
    tlsPassphrase: tls.passphrase,
    registryPassword: registry?.password,
    restProxyPassword: restProxy?.password,
    connectPassword: connect?.password,
    ksqlPassword: ksql?.password,
    postgresPassword: decodeURIComponent(password),
  }
  for (const name of secretNames) if (!all[name]) delete all[name]
  return all
}

/** To whom the secrets of each service go. */
type AddressedFields = Record<HttpName | 'kafka' | 'postgres', string>

function addressesOf(endpoints: Endpoints): AddressedFields {
  return addressesOfFields(fieldsOf({ id: '', title: '', readOnly: false, endpoints }, endpoints))
}

function addressesOfFields(fields: ProfileFields): AddressedFields {
  const http = Object.fromEntries(httpNames.map(name => [name, fields[name]?.url.trim().replace(/\/+$/, '') ?? '']))
  return {
    ...(http as Record<HttpName, string>),
    // In whichever order, and with the name that a certificate has to show.
    kafka: JSON.stringify([
      fields.kafka.brokers.map(broker => broker.trim()).sort(),
      fields.kafka.tls !== null,
      fields.kafka.tls?.rejectUnauthorized,
    ]),
    postgres: fields.postgres ? new URL(fields.postgres.url.trim()).host : '',
  }
}

function withoutPassword(url: string): string {
  const parsed = new URL(url)
  parsed.password = ''
  return parsed.href
}

function withPassword(url: string, password: string | undefined): string {
  const parsed = new URL(url)
  parsed.password = password === undefined ? '' : encodeURIComponent(password)
  return parsed.href
}

const secretTitles: Record<SecretName, string> = {
  saslPassword: "Kafka's password",
  tlsKey: 'the private key for Kafka',
  tlsPassphrase: 'the passphrase of the private key for Kafka',
  registryPassword: "the Schema Registry's password",
  restProxyPassword: "the REST proxy's password",
  connectPassword: "Kafka Connect's password",
  ksqlPassword: "ksqlDB's password",
  postgresPassword: "PostgreSQL's password",
}

function secretNeeded(name: SecretName): ProblemError {
  return new ProblemError({
    code: 'secret-needed',
    where: name,
    message: `The address has changed, so ${secretTitles[name]} must be given again.`,
    tip: 'What was kept is sent to the address it was given for and to no other.',
  })
}

function keyNeeded(): ProblemError {
  return new ProblemError({
    code: 'secret-needed',
    where: 'tlsKey',
    message: 'A client certificate needs its private key.',
    tip: 'Paste the key, or leave the certificate out.',
  })
}
