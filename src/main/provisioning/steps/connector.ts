import { stationsTopic } from '../../../shared/city/names'
import { delay } from '../../lib/cancellation'
import { call, garbled, refused, request, type HttpEndpoint } from '../../lib/http'
import { ProblemError } from '../../lib/problem'
import { connectorConfig, databaseAddress, sourceConnectors } from '../source-connectors'
import { done, missing, skipped, type DatabaseEndpoint, type Found, type Step, type StepContext } from '../step'
import { topicIsEmpty } from '../topic-size'

/** The name that the original course gives its connector. */
const name = 'stations'
const path = `/connectors/${name}`

/** How long a connector that was just made may take to read its first row. */
const firstRowMsMax = 30_000
const lookEveryMs = 150

/** A worker takes up to this long to restart a connector and its task. */
const settleMsMax = 15_000

/** The source connector that puts the stations table on its topic. */
export const connector: Step = {
  id: 'connector',
  title: 'Source connector',
  needs: ['topics', 'stations-table'],
  async check(context) {
    if (!context.connect) return skipped(`the profile has no Kafka Connect: nothing fills ${stationsTopic}`)
    if (!hasBoth(context)) return skipped('the profile has no PostgreSQL that a connector could read')
    if (context.applied.has('stations-table')) return missing('the table was made anew, so it must be read again')
    return look(context)
  },
  async apply(context) {
    if (!hasBoth(context)) return
    const wanted = await wantedConfig(context)
    const found = await currentConfig(context)
    if (!found || !covers(found, wanted)) {
      await call(context.connect, 'PUT', `${path}/config`, { body: wanted, signal: context.signal, timeoutMs: 30_000 })
    } else if ((await status(context)).state !== 'RUNNING' || context.applied.has('stations-table')) {
      await call(context.connect, 'PUT', `${path}/resume`, { signal: context.signal })
      await call(context.connect, 'POST', `${path}/restart?includeTasks=true`, { signal: context.signal })
    }
    await waitForRunning(context)
    if (await topicIsEmpty(context.admin, stationsTopic)) await readAgain(context, found !== null)
    await waitForRows(context)
  },
}

/** A context with what a connector connects. */
interface Connecting extends StepContext {
  connect: HttpEndpoint
  postgres: DatabaseEndpoint
}

function hasBoth(context: StepContext): context is Connecting {
  return context.connect !== null && context.postgres !== null
}

async function look(context: Connecting): Promise<Found> {
  const found = await currentConfig(context)
  if (!found) return missing('Connect has no connector stations')
  const wanted = await wantedConfig(context)
  if (!covers(found, wanted)) return missing('the connector is set up otherwise')
  const { state } = await settledStatus(context)
  if (state !== 'RUNNING') return missing(`the connector is ${state}`)
  if (await topicIsEmpty(context.admin, stationsTopic)) return missing('the topic of the stations is empty')
  return done(`${wanted['connector.class']?.split('.').at(-1)} is running`)
}

/** A connector that stood before will not repeat what it has read, so its stored offsets are removed. */
async function readAgain(context: Connecting, stoodBefore: boolean): Promise<void> {
  if (!stoodBefore && !(await hasOffsets(context))) return
  const { connect, signal } = context
  await call(connect, 'PUT', `${path}/stop`, { signal })
  await waitForState(context, 'STOPPED')
  await call(connect, 'DELETE', `${path}/offsets`, { signal, timeoutMs: 30_000 })
  await call(connect, 'PUT', `${path}/resume`, { signal })
  await waitForRunning(context)
}

/** Offsets outlive their connector: one that was deleted goes on where it had stopped. */
async function hasOffsets({ connect, signal }: Connecting): Promise<boolean> {
  const answer = await request(connect, 'GET', `${path}/offsets`, { signal })
  const offsets = (answer.json as { offsets?: unknown[] } | undefined)?.offsets
  return Array.isArray(offsets) && offsets.length > 0
}

async function wantedConfig({ connect, postgres, signal }: Connecting): Promise<Record<string, string>> {
  const answer = await call(connect, 'GET', '/connector-plugins', { signal })
  if (!Array.isArray(answer.json)) throw garbled(connect, 'GET /connector-plugins', answer)
  const offered = (answer.json as { class: string }[]).map(plugin => plugin.class)
  const source = sourceConnectors.find(candidate => offered.includes(candidate.class))
  if (!source) {
    throw new ProblemError({
      code: 'no-source-connector',
      where: `Kafka Connect, ${connect.url}`,
      message: `Connect offers none of ${sourceConnectors.map(candidate => candidate.class).join(', ')}.`,
      tip: 'Install one of these plugins on the Connect worker, then retry this step.',
    })
  }
  return connectorConfig(source, databaseAddress(postgres.url, postgres.fromConnect))
}

async function currentConfig({ connect, signal }: Connecting): Promise<Record<string, unknown> | null> {
  const answer = await request(connect, 'GET', `${path}/config`, { signal })
  if (answer.status === 404) return null
  if (answer.status !== 200) throw refused(connect, `GET ${path}/config`, answer)
  return answer.json as Record<string, unknown>
}

function covers(found: Record<string, unknown>, wanted: Record<string, string>): boolean {
  return Object.entries(wanted).every(([key, value]) => String(found[key]) === value)
}

interface Status {
  /** The worst of the connector's and its tasks' states; UNASSIGNED while there is no task yet. */
  state: string
  /** Why it failed, when it did. */
  trace: string | null
}

async function status({ connect, signal }: Connecting): Promise<Status> {
  const answer = await request(connect, 'GET', `${path}/status`, { signal })
  // For a moment after its creation a connector has no status yet.
  if (answer.status === 404) return { state: 'UNASSIGNED', trace: null }
  if (answer.status !== 200) throw refused(connect, `GET ${path}/status`, answer)
  const body = answer.json as {
    connector: { state: string; trace?: string }
    tasks: { state: string; trace?: string }[]
  }
  const all = [body.connector, ...body.tasks]
  const failed = all.find(({ state }) => state === 'FAILED')
  if (failed) return { state: 'FAILED', trace: failed.trace ?? null }
  if (body.connector.state !== 'RUNNING') return { state: body.connector.state, trace: null }
  if (body.tasks.length === 0) return { state: 'UNASSIGNED', trace: null }
  return { state: body.tasks.find(({ state }) => state !== 'RUNNING')?.state ?? 'RUNNING', trace: null }
}

/** A worker that restarts or assigns a task is given time to end that. */
async function settledStatus(context: Connecting): Promise<Status> {
  const until = Date.now() + settleMsMax
  for (;;) {
    const now = await status(context)
    if (!['RESTARTING', 'UNASSIGNED'].includes(now.state) || Date.now() > until) return now
    await delay(lookEveryMs, context.signal)
  }
}

async function waitForRunning(context: Connecting): Promise<void> {
  return waitForState(context, 'RUNNING')
}

/** The step's own time limit ends the waiting. */
async function waitForState(context: Connecting, wanted: string): Promise<void> {
  for (;;) {
    const { state, trace } = await status(context)
    if (state === wanted) return
    if (state === 'FAILED' && trace) throw taskFailed(context, trace)
    await delay(lookEveryMs, context.signal)
  }
}

async function waitForRows(context: Connecting): Promise<void> {
  const until = Date.now() + firstRowMsMax
  while (await topicIsEmpty(context.admin, stationsTopic)) {
    const { state, trace } = await status(context)
    if (state === 'FAILED') throw taskFailed(context, trace ?? 'it does not say why')
    if (Date.now() > until) {
      throw new ProblemError({
        code: 'connector-reads-nothing',
        where: `Kafka Connect, ${context.connect.url}${path}`,
        message: `The connector runs, but no row has come to ${stationsTopic} within ${firstRowMsMax / 1000} s.`,
        tip: 'Look into the log of the Connect worker, and whether it reaches the database; then retry this step.',
      })
    }
    await delay(lookEveryMs, context.signal)
  }
}

function taskFailed({ connect }: Connecting, trace: string): ProblemError {
  return new ProblemError({
    code: 'connector-failed',
    where: `Kafka Connect, ${connect.url}${path}`,
    message: `The connector stations has failed: ${trace.split('\n')[0]}`,
    tip: 'Mend the cause, then retry this step: it starts the connector again.',
  })
}
