import { oc } from '@orpc/contract'
import * as z from 'zod'

/** A subject's name as the registry has it, with its context when it has one. */
const subjectName = z.string().min(1).max(1_000)

const versionNumber = z
  .number()
  .int()
  .min(1)
  .max(2 ** 31 - 1)

/** Subjects that one question for facts may name. */
export const factsMax = 100

export const subjectList = z.object({
  /** Of the registry, without credentials. */
  address: z.string(),
  /** The level of subjects without one of their own; null when the registry does not say. */
  compatibility: z.string().nullable(),
  /** READWRITE, READONLY, …; null when the registry does not say. */
  mode: z.string().nullable(),
  subjects: z.array(z.object({ subject: z.string(), isDeleted: z.boolean() })),
  /** Subjects beyond the bound, which are not in the list. */
  leftOut: z.number(),
})
export type SubjectList = z.infer<typeof subjectList>

/** What a row of the list says of a subject. All null: its newest version could not be read. */
export const subjectFacts = z.object({
  subject: z.string(),
  version: z.number().nullable(),
  id: z.number().nullable(),
  /** AVRO, JSON, PROTOBUF, or whatever the registry calls it. */
  type: z.string().nullable(),
})
export type SubjectFacts = z.infer<typeof subjectFacts>

/** A topic that seems to use a subject, by the name that the subject has. */
export const topicUse = z.object({
  topic: z.string(),
  part: z.enum(['key', 'value']).nullable(),
  strategy: z.enum(['TopicNameStrategy', 'TopicRecordNameStrategy']),
  /** Null: Kafka could not be asked. */
  exists: z.boolean().nullable(),
})
export type TopicUse = z.infer<typeof topicUse>

export const subjectDetail = z.object({
  subject: z.string(),
  isDeleted: z.boolean(),
  /** Ascending. The id is null for versions that were not read. */
  versions: z.array(z.object({ version: z.number(), id: z.number().nullable(), isDeleted: z.boolean() })),
  compatibility: z.object({
    level: z.string(),
    /** unsaid: the registry's answers leave open whose level it is. */
    from: z.enum(['subject', 'global', 'unsaid']),
  }),
  topic: topicUse.nullable(),
})
export type SubjectDetail = z.infer<typeof subjectDetail>

const subjectVersion = z.object({ subject: z.string(), version: z.number() })

export const schemaVersion = z.object({
  subject: z.string(),
  version: z.number(),
  id: z.number(),
  type: z.string(),
  isDeleted: z.boolean(),
  /** As it was registered, the first part of it when it is larger than the bound. */
  text: z.string(),
  /** Of the whole text in UTF-8. */
  bytes: z.number(),
  isCut: z.boolean(),
  references: z.array(subjectVersion.extend({ name: z.string() })),
  /** Versions whose schemas refer to this one; null when the registry does not say. */
  referencedBy: z.array(subjectVersion).nullable(),
  /** Other versions with the same schema, and so with the same id; null when the registry does not say. */
  sameSchema: z.array(subjectVersion).nullable(),
})
export type SchemaVersion = z.infer<typeof schemaVersion>

export const schemas = {
  /** All subjects, those that were deleted softly among them when asked for. */
  list: oc.input(z.object({ deleted: z.boolean().default(false) })).output(subjectList),
  /** For the rows on the screen: the newest version of each of the given subjects. */
  facts: oc
    .input(z.object({ subjects: z.array(subjectName).max(factsMax), deleted: z.boolean().default(false) }))
    .output(z.array(subjectFacts)),
  subject: oc.input(z.object({ subject: subjectName })).output(subjectDetail),
  version: oc.input(z.object({ subject: subjectName, version: versionNumber })).output(schemaVersion),
}
