import type { Kafka } from 'kafkajs'
import type { Clock } from '../../lib/clock'
import type { Log } from '../../lib/log'
import type { Catalog } from '../plan/catalog'
import type { Command, TopicSpec } from '../plan/command'
import { factsFrom, recordFacts, withTopic, type Facts, type RecordedFacts, type TopicFact } from '../plan/facts'
import { lookupsOf } from '../plan/lookups'
import { offsetReset } from '../plan/settings'
import { errorCodes, StatementError } from '../plan/statement-error'
import { isCommand, planStatement, type Planned, type Skipped } from '../plan/statements'
import { applyCommand } from '../plan/command'
import type { Statement } from '../syntax/tree'
import { openCommandLog, type CommandLog } from './command-log'
import { deleteGroups, topicEnds, withAdmin } from './consume'
import type { SchemaClient } from './formats/schema-client'
import { writerOf } from './formats'
import { changelogOf, groupOf, queryOfTopic } from './names'
import { startQuery, type QueryRunner } from './query-runner'

/** How a command went, for whoever asks later. */
export interface CommandStatus {
  status: 'SUCCESS' | 'ERROR'
  message: string
  queryId: string | null
}

/** Statuses that are kept. */
const statusesMax = 10_000

export interface EngineOptions {
  clock: Clock
  kafka: Kafka
  schemas: SchemaClient
  log: Log
  signal?: AbortSignal
}

/** A statement of a request with the properties that are in force at it. */
export interface Prepared {
  statement: Statement
  properties: Record<string, string>
}

export interface Outcome {
  commandId: string
  status: CommandStatus
  sequence: number
}

/** The catalog, its commands and its queries. */
export interface Engine extends EngineOptions {
  catalog(): Catalog
  runner(queryId: string): QueryRunner | undefined
  status(commandId: string): CommandStatus | undefined
  statuses(): ReadonlyMap<string, CommandStatus>
  /** What the planner asks of the world for these statements. */
  lookUp(statements: Statement[]): Promise<Facts>
  /**
   * Checks statements one after the other, each against the catalog that those before it would make.
   *
   * @throws CheckError with the first that cannot be carried out
   */
  check(prepared: Prepared[], facts: Facts): Catalog
  /** Carries out a statement that changes the catalog. */
  run(prepared: Prepared, facts: Facts): Promise<Outcome | Skipped>
  /** Runs `work` when no other request changes anything. */
  exclusively<T>(work: () => Promise<T>): Promise<T>
  stop(): Promise<void>
}

/** Which statement of a request is at fault. */
export class CheckError extends Error {
  readonly statement: Statement
  override readonly cause: StatementError
  constructor(statement: Statement, cause: StatementError) {
    super(cause.message)
    this.statement = statement
    this.cause = cause
  }
}

/** Replays the command topic and starts the queries. */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const { log } = options
  const commands = await openCommandLog(options)
  const runners = new Map<string, QueryRunner>()
  const statuses = new Map<string, CommandStatus>()
  let queue: Promise<unknown> = Promise.resolve()
  await reconcile(commands.catalog(), runners, options)
  removeOrphans(commands.catalog(), options).catch((error: unknown) =>
    log.warn({ err: error }, 'Internal topics of queries that are no more could not be deleted.'),
  )
  return {
    ...options,
    catalog: commands.catalog,
    runner: id => runners.get(id),
    status: id => statuses.get(id),
    statuses: () => statuses,
    lookUp: statements => lookUp(statements, options),
    check: (prepared, facts) => check(prepared, facts, commands),
    async run(prepared, facts) {
      const outcome = await run(prepared, facts, commands, runners, options)
      if ('warning' in outcome) return outcome
      if (statuses.size >= statusesMax) statuses.delete(statuses.keys().next().value!)
      statuses.set(outcome.commandId, outcome.status)
      return outcome
    },
    exclusively(work) {
      const result = queue.then(work)
      queue = result.catch(() => {})
      return result
    },
    async stop() {
      await Promise.all([...runners.values()].map(runner => runner.stop()))
      await commands.close()
    },
  }
}

function check(prepared: Prepared[], initialFacts: Facts, commands: CommandLog): Catalog {
  let catalog = commands.catalog()
  let facts = initialFacts
  let number = commands.nextSequence()
  for (const { statement, properties } of prepared) {
    if (!isCommand(statement)) continue
    try {
      const planned = planStatement(statement, { catalog, facts, properties, number: number++, startOffsets: null })
      if ('warning' in planned) continue
      catalog = applyCommand(catalog, planned.command)
      const topic = topicOf(planned.command)
      if (topic) facts = withTopic(facts, topic.name, topic)
    } catch (error) {
      if (error instanceof StatementError) throw new CheckError(statement, error)
      throw error
    }
  }
  return catalog
}

function topicOf(command: Command): TopicSpec | null {
  return command.type === 'createSource' || command.type === 'createAs' ? command.topic : null
}

async function run(
  { statement, properties }: Prepared,
  facts: Facts,
  commands: CommandLog,
  runners: Map<string, QueryRunner>,
  options: EngineOptions,
): Promise<Outcome | Skipped> {
  const { facts: asked, recorded } = recordFacts(facts)
  const context = { catalog: commands.catalog(), properties, number: commands.nextSequence(), startOffsets: null }
  const first = planStatement(statement, { ...context, facts: asked })
  if ('warning' in first) return first
  const startOffsets = await startOffsetsOf(first, properties, options)
  await checkTopic(first.command, options)
  const { planned, sequence } = await append(statement, properties, first.commandId, recorded, startOffsets, commands)
  try {
    await carryOut(planned.command, options)
  } catch (error) {
    await takeBack(planned.command, commands)
    throw new StatementError(`${(error as Error).message}`, errorCodes.serverError)
  }
  await reconcile(commands.catalog(), runners, options)
  await cleanUp(planned.command, options)
  const queryId = 'query' in planned.command ? planned.command.query.id : null
  return { commandId: planned.commandId, sequence, status: { status: 'SUCCESS', message: planned.message, queryId } }
}

function append(
  { text }: { text: string },
  properties: Record<string, string>,
  commandId: string,
  facts: RecordedFacts,
  startOffsets: Record<string, string> | null,
  commands: CommandLog,
) {
  return commands.append({
    statement: text,
    streamsProperties: properties,
    originalProperties: properties,
    commandId,
    facts,
    startOffsets,
  })
}

/** A query that begins at the end begins at the end as it is now, also when it only starts after a crash. */
async function startOffsetsOf(
  { command }: Planned,
  properties: Record<string, string>,
  { kafka }: EngineOptions,
): Promise<Record<string, string> | null> {
  if (!('query' in command) || offsetReset(properties) === 'earliest') return null
  const ends = await topicEnds(kafka, command.query.plan.source.topic)
  return Object.fromEntries(ends.map(({ partition, high }) => [partition, String(high)]))
}

/** Asks the broker whether it would make the topic, before the command stands in the log. */
async function checkTopic(command: Command, { kafka }: EngineOptions): Promise<void> {
  const topic = topicOf(command)
  if (!topic) return
  try {
    await withAdmin(kafka, admin =>
      admin.createTopics({ validateOnly: true, waitForLeaders: false, topics: [creation(topic)] }),
    )
  } catch (error) {
    throw new StatementError(`Could not create topic ${topic.name}: ${causeOf(error)}`)
  }
}

/** What a command needs beside the catalog: topics and schemas. Done again it changes nothing. */
async function carryOut(command: Command, { kafka, schemas }: EngineOptions): Promise<void> {
  const topic = topicOf(command)
  if (topic) await withAdmin(kafka, admin => admin.createTopics({ waitForLeaders: true, topics: [creation(topic)] }))
  if (command.type !== 'createAs' && !(command.type === 'createSource' && command.topic)) return
  const { source } = command
  await writerOf('value', source.topic, source.valueFormat, source.value, schemas).prepare()
  if (source.key.length > 0) await writerOf('key', source.topic, source.keyFormat, source.key, schemas).prepare()
}

function creation({ name, partitions, replicas, config }: TopicSpec) {
  const configEntries = Object.entries(config).map(([name, value]) => ({ name, value }))
  return { topic: name, numPartitions: partitions, replicationFactor: replicas, configEntries }
}

function causeOf(error: unknown): string {
  const first = (error as { errors?: Error[] }).errors?.[0]
  return (first ?? (error as Error)).message
}

/** The command stands in the log and could not be done: another one undoes it. */
async function takeBack(command: Command, commands: CommandLog): Promise<void> {
  if (command.type !== 'createAs' && command.type !== 'createSource') return
  const { kind, name } = command.source
  const commandId = `${kind.toLowerCase()}/${name}/drop`
  const text = `DROP ${kind} \`${name}\`;`
  await append({ text }, {}, commandId, { topics: {}, schemas: {} }, null, commands)
}

/** Makes the running queries those of the catalog. */
async function reconcile(catalog: Catalog, runners: Map<string, QueryRunner>, options: EngineOptions): Promise<void> {
  const ended = [...runners.values()].filter(({ query }) => catalog.queries.get(query.id)?.isPaused !== false)
  await Promise.all(
    ended.map(async runner => {
      runners.delete(runner.query.id)
      await runner.stop()
    }),
  )
  for (const query of catalog.queries.values()) {
    if (!query.isPaused && !runners.has(query.id)) runners.set(query.id, startQuery(query, options))
  }
}

/** What ended queries and dropped sources leave behind. It need not succeed: the next start looks again. */
async function cleanUp(command: Command, { kafka, schemas, log }: EngineOptions): Promise<void> {
  if (command.type !== 'drop' && command.type !== 'terminate') return
  try {
    const own = command.queries.map(changelogOf)
    const sink = command.type === 'drop' && command.deletesTopic ? [command.source.topic] : []
    await deleteTopics(kafka, [...own, ...sink])
    for (const topic of sink) {
      await schemas.remove(`${topic}-value`)
      await schemas.remove(`${topic}-key`)
    }
  } catch (error) {
    log.warn({ err: error }, 'Topics of a dropped source or query could not be deleted.')
  }
  if (command.queries.length > 0) await deleteGroups(kafka, command.queries.map(groupOf), log)
}

async function deleteTopics(kafka: Kafka, topics: string[]): Promise<void> {
  if (topics.length === 0) return
  await withAdmin(kafka, async admin => {
    const present = new Set(await admin.listTopics())
    const found = topics.filter(topic => present.has(topic))
    if (found.length > 0) await admin.deleteTopics({ topics: found })
  })
}

/** A kill between the end of a query and the deletion of its topics leaves these behind. */
async function removeOrphans({ queries }: Catalog, { kafka }: EngineOptions): Promise<void> {
  const topics = await withAdmin(kafka, admin => admin.listTopics())
  const orphans = topics.filter(topic => {
    const id = queryOfTopic(topic)
    return id !== null && !queries.has(id)
  })
  await deleteTopics(kafka, orphans)
}

async function lookUp(statements: Statement[], { kafka, schemas }: EngineOptions): Promise<Facts> {
  const wanted = lookupsOf(statements)
  const topics: Record<string, TopicFact | null> = {}
  const texts: Record<string, string | null> = {}
  if (wanted.topics.length > 0) {
    await withAdmin(kafka, async admin => {
      // Asking for the metadata of a topic that is not there would make it.
      const present = new Set(await admin.listTopics())
      const found = wanted.topics.filter(topic => present.has(topic))
      if (found.length === 0) return
      for (const { name, partitions } of (await admin.fetchTopicMetadata({ topics: found })).topics) {
        topics[name] = { partitions: partitions.length, replicas: partitions[0]?.replicas.length ?? 1 }
      }
    })
  }
  for (const subject of wanted.subjects) texts[subject] = await schemas.latest(subject)
  return factsFrom({ topics, schemas: texts })
}
