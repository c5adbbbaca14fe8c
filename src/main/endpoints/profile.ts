import { readFileSync } from 'node:fs'
import * as z from 'zod'
import { ProblemError, messageOf } from '../lib/problem'

/** An address with or without credentials: `"http://…"`, or an object. */
const httpService = z
  .union([
    z.url({ protocol: /^https?$/ }).transform(url => ({ url })),
    z.strictObject({
      url: z.url({ protocol: /^https?$/ }),
      username: z.string().optional(),
      password: z.string().optional(),
    }),
  ])
  .transform(withoutCredentialsInUrl)

/** Addresses are shown and logged, so credentials stand beside them. */
function withoutCredentialsInUrl(service: { url: string; username?: string; password?: string }) {
  const url = new URL(service.url)
  const { username, password } = url
  if (username === '' && password === '') return { ...service, url: service.url.replace(/\/+$/, '') }
  url.username = url.password = ''
  const given = { username: decodeURIComponent(username), password: decodeURIComponent(password) }
  return { ...given, ...service, url: url.href.replace(/\/+$/, '') }
}

const broker = z.string().regex(/^[^\s/,]+:\d{1,5}$/, 'is host:port')

const userAndPassword = { username: z.string(), password: z.string() }

/** As kafkajs takes them. */
const sasl = z.discriminatedUnion('mechanism', [
  z.strictObject({ mechanism: z.literal('plain'), ...userAndPassword }),
  z.strictObject({ mechanism: z.literal('scram-sha-256'), ...userAndPassword }),
  z.strictObject({ mechanism: z.literal('scram-sha-512'), ...userAndPassword }),
])

/** True, or what tls.connect takes of certificates, as PEM text. */
const tls = z.union([
  z.boolean(),
  z.strictObject({
    ca: z.union([z.string(), z.array(z.string())]).optional(),
    cert: z.string().optional(),
    key: z.string().optional(),
    passphrase: z.string().optional(),
    servername: z.string().optional(),
    rejectUnauthorized: z.boolean().optional(),
  }),
])

const kafka = z.union([
  z
    .array(broker)
    .min(1)
    .transform(brokers => ({ brokers })),
  broker.transform(one => ({ brokers: [one] })),
  z.strictObject({ brokers: z.array(broker).min(1), ssl: tls.optional(), sasl: sasl.optional() }),
])

const postgresUrl = z.url({ protocol: /^postgres(ql)?$/ })

const postgres = z.union([
  postgresUrl.transform(url => ({ url })),
  z.strictObject({
    url: postgresUrl,
    /** host:port by which Kafka Connect reaches the database, where that differs, as it does between containers. */
    fromConnect: z.string().optional(),
  }),
])

/** Every service but Kafka may be absent: what needs it is then switched off, and says so. */
const endpoints = z.strictObject({
  kafka,
  registry: httpService.nullable().default(null),
  restProxy: httpService.nullable().default(null),
  connect: httpService.nullable().default(null),
  ksql: httpService.nullable().default(null),
  postgres: postgres.nullable().default(null),
})

/** Also the name of its file, so it holds nothing that a path could be made of. */
export const profileId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'is 1 to 40 of a-z, 0-9 and -')

const customProfile = z.strictObject({
  id: profileId.default('custom'),
  title: z.string().min(1).default('Custom cluster'),
  /** Nothing is created or written: the app shows what others feed. */
  readOnly: z.boolean().default(false),
  endpoints,
})

/** What tls.connect takes, as PEM text. */
export type TlsOptions = Exclude<z.infer<typeof tls>, boolean>

/** In the words of kafkajs. */
export interface KafkaEndpoint {
  brokers: string[]
  ssl?: boolean | TlsOptions
  sasl?: z.infer<typeof sasl>
}

export interface HttpService {
  /** Without credentials, and without a slash at the end. */
  url: string
  username?: string
  password?: string
}

/** The six addresses with their credentials. Null: the profile has no such service. */
export interface Endpoints {
  kafka: KafkaEndpoint
  registry: HttpService | null
  restProxy: HttpService | null
  connect: HttpService | null
  ksql: HttpService | null
  postgres: { url: string; fromConnect?: string } | null
}

/** Which six endpoints the app talks to. Null: those of the stack that it starts itself. */
export interface Profile {
  id: string
  title: string
  readOnly: boolean
  endpoints: Endpoints | null
}

/** The embedded stack's addresses, as its process says them, in a profile's form. */
export function endpointsOf(addresses: Record<keyof Endpoints, string>): Endpoints {
  return endpoints.parse(addresses)
}

/**
 * The profile in a JSON file.
 *
 * @throws ProblemError wrong-profile
 */
export function readProfileFile(file: string): Profile {
  let json: unknown
  try {
    json = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw wrongProfile(file, error instanceof SyntaxError ? 'it is not JSON' : messageOf(error))
  }
  return parseProfile(file, json)
}

/** @throws ProblemError wrong-profile, naming the field */
export function parseProfile(file: string, json: unknown): Profile {
  const result = customProfile.safeParse(json)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  throw wrongProfile(file, `${issue?.path.join('.') || 'the file'}: ${issue?.message ?? 'not a profile'}`)
}

function wrongProfile(file: string, reason: string): ProblemError {
  return new ProblemError({
    code: 'wrong-profile',
    where: file,
    message: `The profile cannot be used: ${reason}.`,
    tip: 'Use --profile embedded, --profile compose, the id of a saved one, or a JSON file with "endpoints": {"kafka": ["host:9092"], "registry": "http://…", "restProxy": "http://…", "connect": "http://…", "ksql": null, "postgres": "postgresql://…"}.',
  })
}
