import { eventIterator, oc } from '@orpc/contract'
import * as z from 'zod'
import { serviceNames } from './services'
import { problem } from './problem'
import {
  brokerMistake,
  certificateMistake,
  fromConnectMistake,
  httpMistake,
  keyMistake,
  postgresMistake,
  titleMistake,
} from './profile-rules'

/** A text that passes a rule of profile-rules.ts. */
const ruled = (mistake: (text: string) => string | null, charsMax: number) =>
  z
    .string()
    .max(charsMax)
    .superRefine((text, context) => {
      const message = mistake(text)
      if (message) context.addIssue({ code: 'custom', message })
    })

const addressCharsMax = 2_000
const pemCharsMax = 100_000
const wordCharsMax = 500

/**
 * What only ever goes from the screen to the app: the app says which are set, never what they are.
 * Those of a service are forgotten when its address changes, so that they are sent to nobody else.
 */
export const secretNames = [
  'saslPassword',
  'tlsKey',
  'tlsPassphrase',
  'registryPassword',
  'restProxyPassword',
  'connectPassword',
  'ksqlPassword',
  'postgresPassword',
] as const
export type SecretName = (typeof secretNames)[number]

/** The mechanisms that kafkajs has and a password serves. */
export const saslMechanisms = ['plain', 'scram-sha-256', 'scram-sha-512'] as const

const httpFields = z.object({
  url: ruled(httpMistake, addressCharsMax),
  /** Of basic authentication; null: none. */
  username: z.string().min(1).max(wordCharsMax).nullable(),
})

const tlsFields = z.object({
  /** Certificates of those to be trusted, beside or instead of the system's; null: the system's. */
  ca: ruled(certificateMistake, pemCharsMax).nullable(),
  /** The client's own certificate, to which the secret tlsKey belongs. */
  cert: ruled(certificateMistake, pemCharsMax).nullable(),
  /** The name that the broker's certificate must have, where it is not the host's. */
  servername: z.string().min(1).max(wordCharsMax).nullable(),
  /** False: whoever answers is believed. */
  rejectUnauthorized: z.boolean(),
})

/** A profile's fields, without secrets. Null: the profile has no such service. */
export const profileFields = z.object({
  title: ruled(titleMistake, addressCharsMax),
  /** Nothing is created, changed or written. */
  readOnly: z.boolean(),
  kafka: z.object({
    brokers: z.array(ruled(brokerMistake, addressCharsMax)).min(1).max(100),
    tls: tlsFields.nullable(),
    sasl: z.object({ mechanism: z.enum(saslMechanisms), username: z.string().min(1).max(wordCharsMax) }).nullable(),
  }),
  registry: httpFields.nullable(),
  restProxy: httpFields.nullable(),
  connect: httpFields.nullable(),
  ksql: httpFields.nullable(),
  postgres: z
    .object({
      /** postgresql://user@host:5432/database */
      url: ruled(postgresMistake, addressCharsMax),
      /** host:port by which Kafka Connect reaches it, where that differs, as it does between containers. */
      fromConnect: ruled(fromConnectMistake, addressCharsMax).nullable(),
    })
    .nullable(),
})
export type ProfileFields = z.infer<typeof profileFields>

const secretText = z.string().min(1).max(pemCharsMax)

/** Absent: stays as it is. Null: is removed. */
const secretChanges = z.object({
  saslPassword: secretText.nullable().optional(),
  tlsKey: ruled(keyMistake, pemCharsMax).nullable().optional(),
  tlsPassphrase: secretText.nullable().optional(),
  registryPassword: secretText.nullable().optional(),
  restProxyPassword: secretText.nullable().optional(),
  connectPassword: secretText.nullable().optional(),
  ksqlPassword: secretText.nullable().optional(),
  postgresPassword: secretText.nullable().optional(),
} satisfies Record<SecretName, z.ZodType>)
export type SecretChanges = z.infer<typeof secretChanges>

/** A profile as the form has it. */
export const profileDraft = z.object({ fields: profileFields, secrets: secretChanges })
export type ProfileDraft = z.infer<typeof profileDraft>

/** built-in: comes with the app; saved: in the data directory; file: given on the command line for this start. */
const profileKind = z.enum(['built-in', 'saved', 'file'])

const addresses = z.object(
  Object.fromEntries(serviceNames.map(name => [name, z.string().nullable()])) as Record<
    (typeof serviceNames)[number],
    z.ZodNullable<z.ZodString>
  >,
)

export const profileSummary = z.object({
  id: z.string(),
  title: z.string(),
  kind: profileKind,
  readOnly: z.boolean(),
  /** Without credentials; null: those of the embedded stack, known while it runs, or of a file that cannot be read. */
  addresses: addresses.nullable(),
  /** Why a saved profile cannot be used. */
  problem: problem.nullable(),
})
export type ProfileSummary = z.infer<typeof profileSummary>

export const profileList = z.object({
  profiles: z.array(profileSummary),
  /** The one that the app works with now. */
  current: z.string(),
  /** The one that the next start begins with, unless its command line says otherwise. */
  next: z.string(),
})
export type ProfileList = z.infer<typeof profileList>

/** A profile for the form. */
export const profileDetail = z.object({
  id: z.string(),
  kind: profileKind,
  /** Null: the embedded stack, which has nothing to be set. */
  fields: profileFields.nullable(),
  secretsSet: z.array(z.enum(secretNames)),
})
export type ProfileDetail = z.infer<typeof profileDetail>

/** What a connection test has found at one service. */
export const serviceCheck = z.object({
  service: z.enum(serviceNames),
  /** warning: it answers, and something is not as the pipeline needs it; absent: the profile has no such service. */
  state: z.enum(['checking', 'ok', 'warning', 'failed', 'absent']),
  /** How long it took, ms. */
  ms: z.number().nullable(),
  /** Version and what is there, in one line. */
  found: z.string().nullable(),
  /** What is wrong and what to do, the worst first. */
  problems: z.array(problem),
})
export type ServiceCheck = z.infer<typeof serviceCheck>

const byId = z.object({ id: z.string().max(wordCharsMax) })

export const profiles = {
  list: oc.output(profileList),
  get: oc.input(byId).output(profileDetail),
  /** Makes a profile (id null) or changes one that is saved. Whoever works with it goes on with what it was. */
  save: oc.input(z.object({ id: z.string().nullable(), draft: profileDraft })).output(profileDetail),
  remove: oc.input(byId).output(profileList),
  /** A saved profile with the same fields and secrets. */
  duplicate: oc.input(byId).output(profileDetail),
  /**
   * Tries to reach every service, all at one time: first each as checking, then each with what was found. With a draft
   * it is the draft that is tried, with the secrets of the profile of that id where the draft keeps them.
   */
  test: oc
    .input(z.object({ id: z.string().nullable(), draft: profileDraft.nullable() }))
    .output(eventIterator(serviceCheck)),
  /** Switches the running app to another profile, and remembers it for the next start. */
  use: oc.input(byId).output(profileList),
}
