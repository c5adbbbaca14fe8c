import {
  brokerMistake,
  certificateMistake,
  fromConnectMistake,
  httpMistake,
  keyMistake,
  postgresMistake,
  titleMistake,
} from '../../../../shared/contract/profile-rules'
import type {
  ProfileDetail,
  ProfileDraft,
  ProfileFields,
  saslMechanisms,
  SecretChanges,
  SecretName,
} from '../../../../shared/contract/profiles'

export type SaslMechanism = (typeof saslMechanisms)[number]

export const httpNames = ['registry', 'restProxy', 'connect', 'ksql'] as const
export type HttpName = (typeof httpNames)[number]

/** What stands in the form: texts as they were typed, switched-off parts included. */
export interface ProfileForm {
  title: string
  readOnly: boolean
  /** Separated by commas. */
  brokers: string
  tls: boolean
  ca: string
  cert: string
  servername: string
  checksCertificate: boolean
  sasl: SaslMechanism | 'none'
  saslUser: string
  http: Record<HttpName, { has: boolean; url: string; username: string }>
  hasPostgres: boolean
  postgresUrl: string
  fromConnect: string
  /** Typed now; null: to be forgotten; absent: as it is. */
  secrets: SecretChanges
}

/** A field of the form, as mistakes name it. */
export type FieldName =
  'title' | 'brokers' | 'ca' | 'cert' | 'saslUser' | `${HttpName}Url` | 'postgresUrl' | 'fromConnect' | SecretName

export type Mistakes = Partial<Record<FieldName, string>>

export const httpSecrets = {
  registry: 'registryPassword',
  restProxy: 'restProxyPassword',
  connect: 'connectPassword',
  ksql: 'ksqlPassword',
} as const satisfies Record<HttpName, SecretName>

const localPorts: Record<HttpName, number> = { registry: 8081, restProxy: 8082, connect: 8083, ksql: 8088 }

/** What a new profile begins with. */
export function emptyForm(): ProfileForm {
  const http = Object.fromEntries(
    httpNames.map(name => [name, { has: true, url: `http://localhost:${localPorts[name]}`, username: '' }]),
  ) as ProfileForm['http']
  return {
    title: '',
    readOnly: false,
    brokers: 'localhost:9092',
    tls: false,
    ca: '',
    cert: '',
    servername: '',
    checksCertificate: true,
    sasl: 'none',
    saslUser: '',
    http,
    hasPostgres: true,
    postgresUrl: 'postgresql://cta_admin@localhost:5432/cta',
    fromConnect: '',
    secrets: {},
  }
}

export function formOf(fields: ProfileFields): ProfileForm {
  const { kafka, postgres } = fields
  const empty = emptyForm()
  const http = Object.fromEntries(
    httpNames.map(name => {
      const service = fields[name]
      return [name, { has: service !== null, url: service?.url ?? '', username: service?.username ?? '' }]
    }),
  ) as ProfileForm['http']
  return {
    ...empty,
    title: fields.title,
    readOnly: fields.readOnly,
    brokers: kafka.brokers.join(', '),
    tls: kafka.tls !== null,
    ca: kafka.tls?.ca ?? '',
    cert: kafka.tls?.cert ?? '',
    servername: kafka.tls?.servername ?? '',
    checksCertificate: kafka.tls?.rejectUnauthorized ?? true,
    sasl: kafka.sasl?.mechanism ?? 'none',
    saslUser: kafka.sasl?.username ?? '',
    http,
    hasPostgres: postgres !== null,
    postgresUrl: postgres?.url ?? '',
    fromConnect: postgres?.fromConnect ?? '',
  }
}

/** What the app is sent. Secrets of what is switched off are left out. */
export function draftOf(form: ProfileForm): ProfileDraft {
  const http = (name: HttpName) => {
    const { has, url, username } = form.http[name]
    return has ? { url: url.trim(), username: username.trim() || null } : null
  }
  const isWanted: Partial<Record<SecretName, boolean>> = {
    saslPassword: form.sasl !== 'none',
    tlsKey: form.tls && form.cert.trim() !== '',
    tlsPassphrase: form.tls && form.cert.trim() !== '',
    postgresPassword: form.hasPostgres,
    ...Object.fromEntries(httpNames.map(name => [httpSecrets[name], http(name)?.username != null])),
  }
  const secrets = Object.entries(form.secrets).filter(([name]) => isWanted[name as SecretName])
  return {
    fields: {
      title: form.title.trim(),
      readOnly: form.readOnly,
      kafka: {
        brokers: brokersOf(form),
        tls: form.tls
          ? {
              ca: form.ca.trim() || null,
              cert: form.cert.trim() || null,
              servername: form.servername.trim() || null,
              rejectUnauthorized: form.checksCertificate,
            }
          : null,
        sasl: form.sasl === 'none' ? null : { mechanism: form.sasl, username: form.saslUser.trim() },
      },
      registry: http('registry'),
      restProxy: http('restProxy'),
      connect: http('connect'),
      ksql: http('ksql'),
      postgres: form.hasPostgres
        ? { url: form.postgresUrl.trim(), fromConnect: form.fromConnect.trim() || null }
        : null,
    },
    secrets: Object.fromEntries(secrets),
  }
}

/** Everything in the form that the app would refuse, by field. */
export function mistakesOf(form: ProfileForm, secretsSet: readonly SecretName[]): Mistakes {
  const mistakes: Mistakes = {}
  const note = (field: FieldName, mistake: string | null) => {
    if (mistake) mistakes[field] = mistake
  }
  const isSet = (name: SecretName) =>
    form.secrets[name] ?? (form.secrets[name] === undefined && secretsSet.includes(name))
  note('title', titleMistake(form.title))
  note('brokers', brokersMistake(form))
  if (form.tls && form.ca.trim() !== '') note('ca', certificateMistake(form.ca))
  if (form.tls && form.cert.trim() !== '') {
    note('cert', certificateMistake(form.cert))
    const { tlsKey } = form.secrets
    note('tlsKey', tlsKey ? keyMistake(tlsKey) : isSet('tlsKey') ? null : 'The certificate needs its private key.')
  }
  if (form.sasl !== 'none') {
    note('saslUser', form.saslUser.trim() === '' ? 'Write the user.' : null)
    note('saslPassword', isSet('saslPassword') ? null : 'Write the password.')
  }
  for (const name of httpNames) {
    const { has, url } = form.http[name]
    if (has) note(`${name}Url`, httpMistake(url))
  }
  if (form.hasPostgres) {
    note('postgresUrl', postgresMistake(form.postgresUrl))
    note('fromConnect', fromConnectMistake(form.fromConnect))
  }
  return mistakes
}

/** Whether the form differs from what is saved. */
export function isChanged(form: ProfileForm, detail: Pick<ProfileDetail, 'fields'> | null): boolean {
  const before = detail?.fields ? formOf(detail.fields) : emptyForm()
  if (Object.keys(form.secrets).length > 0) return true
  return JSON.stringify({ ...form, secrets: {} }) !== JSON.stringify({ ...before, secrets: {} })
}

function brokersOf({ brokers }: ProfileForm): string[] {
  return brokers
    .split(',')
    .map(broker => broker.trim())
    .filter(broker => broker !== '')
}

function brokersMistake(form: ProfileForm): string | null {
  const brokers = brokersOf(form)
  if (brokers.length === 0) return brokerMistake('')
  return brokers.map(brokerMistake).find(mistake => mistake !== null) ?? null
}
