import { call, garbled, type HttpEndpoint } from '../../lib/http'
import { splitStatements, type KsqlStatement } from '../ksql-script'
import { done, missing, skipped, type Step, type StepContext } from '../step'

/** The stream and the table of schemas/turnstile-summary.ksql. */
export const ksql: Step = {
  id: 'ksql',
  title: 'Turnstile summary',
  needs: ['topics', 'schemas'],
  async check(context) {
    if (!context.ksql) return skipped('this cluster has no ksqlDB: the app counts entries itself')
    const absent = (await plan(context.ksql, context)).filter(({ present }) => !present)
    return absent.length === 0
      ? done('the summary is being counted')
      : missing(`ksqlDB lacks ${absent.map(({ statement }) => `${statement.kind} ${statement.name}`).join(' and ')}`)
  },
  async apply(context) {
    const { ksql } = context
    if (!ksql) return
    for (const { statement, present, stale } of await plan(ksql, context)) {
      if (present) continue
      if (stale) await run(ksql, context, `DROP ${statement.kind} ${statement.name};`)
      await run(ksql, context, statement.text)
    }
  },
}

interface PlannedStatement {
  statement: KsqlStatement
  /** ksqlDB has the object, and its topic is there. */
  present: boolean
  /** ksqlDB has the object, but somebody has deleted its topic: only making it anew brings both back. */
  stale: boolean
}

async function plan(ksql: HttpEndpoint, context: StepContext): Promise<PlannedStatement[]> {
  const listed = await listObjects(ksql, context)
  const topics = new Set(await context.admin.listTopics())
  return splitStatements(context.ksqlScript).map(statement => {
    const topic = listed.get(`${statement.kind} ${statement.name}`)
    const present = topic !== undefined && topics.has(topic)
    return { statement, present, stale: topic !== undefined && !present }
  })
}

/** Topic by `STREAM NAME` or `TABLE NAME`. */
async function listObjects(ksql: HttpEndpoint, context: StepContext): Promise<Map<string, string>> {
  const answer = await run(ksql, context, 'LIST STREAMS; LIST TABLES;')
  if (!Array.isArray(answer.json)) throw garbled(ksql, 'POST /ksql', answer)
  const objects = new Map<string, string>()
  for (const entity of answer.json as { streams?: Listed[]; tables?: Listed[] }[]) {
    for (const { name, topic } of entity.streams ?? []) objects.set(`STREAM ${name}`, topic)
    for (const { name, topic } of entity.tables ?? []) objects.set(`TABLE ${name}`, topic)
  }
  return objects
}

interface Listed {
  name: string
  topic: string
}

function run(ksql: HttpEndpoint, { signal }: StepContext, text: string) {
  return call(ksql, 'POST', '/ksql', {
    // Entries that were made before the statement count as well.
    body: { ksql: text, streamsProperties: { 'ksql.streams.auto.offset.reset': 'earliest' } },
    contentType: 'application/vnd.ksql.v1+json',
    timeoutMs: 30_000,
    signal,
  })
}
