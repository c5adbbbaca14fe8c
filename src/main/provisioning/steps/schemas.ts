import { turnstileTopic, weatherTopic } from '../../../shared/city/names'
import { forEachLimited } from '../../lib/cancellation'
import { call, refused, request, type HttpEndpoint } from '../../lib/http'
import type { RecordSchemas } from '../../lib/schemas'
import { done, missing, skipped, type Step, type StepContext } from '../step'

/** Requests to the registry at one time. */
const atOnce = 16

/** The Avro schemas, registered for the key and the value of every topic that carries them. */
export const schemas: Step = {
  id: 'schemas',
  title: 'Schemas',
  needs: [],
  async check(context) {
    const { registry } = context
    if (!registry) return skipped('the profile has no Schema Registry: nothing can be written or read as Avro')
    const all = wantedSubjects(context)
    const absent = await absentSubjects(registry, context, all)
    return absent.length === 0
      ? done(`${all.length} subjects`)
      : missing(`${absent.length} of ${all.length} subjects lack their schema`)
  },
  async apply(context) {
    const { registry } = context
    if (!registry) return
    const absent = await absentSubjects(registry, context, wantedSubjects(context))
    await forEachLimited(absent, atOnce, async ({ subject, schema }) => {
      await call(registry, 'POST', `/subjects/${encodeURIComponent(subject)}/versions`, {
        body: { schema },
        contentType: registryJson,
        signal: context.signal,
      })
    })
  },
}

const registryJson = 'application/vnd.schemaregistry.v1+json'

interface Subject {
  subject: string
  schema: string
}

function wantedSubjects({ arrivalTopics, schemas }: StepContext): Subject[] {
  const pair = (topic: string, { key, value }: RecordSchemas): Subject[] => [
    { subject: `${topic}-key`, schema: key },
    { subject: `${topic}-value`, schema: value },
  ]
  return [
    ...arrivalTopics.flatMap(topic => pair(topic, schemas.arrival)),
    ...pair(turnstileTopic, schemas.turnstile),
    ...pair(weatherTopic, schemas.weather),
  ]
}

/** Those that are not there, or whose versions are all of another schema. */
async function absentSubjects(
  registry: HttpEndpoint,
  { signal }: StepContext,
  subjects: Subject[],
): Promise<Subject[]> {
  const listed = new Set((await call(registry, 'GET', '/subjects', { signal })).json as string[])
  const absent = new Set(subjects.filter(({ subject }) => !listed.has(subject)))
  const present = subjects.filter(subject => !absent.has(subject))
  await forEachLimited(present, atOnce, async entry => {
    const path = `/subjects/${encodeURIComponent(entry.subject)}`
    const body = { schema: entry.schema }
    const answer = await request(registry, 'POST', path, { body, contentType: registryJson, signal })
    if (answer.status === 404) absent.add(entry)
    else if (answer.status !== 200) throw refused(registry, `POST ${path}`, answer)
  })
  return [...absent]
}
