import type { Kafka } from 'kafkajs'
import { randomUUID } from 'node:crypto'
import type { Log } from '../../lib/log'
import { openTopicStore, type StoreRecord } from '../../lib/topic-store'
import { emptyCatalog, type Catalog } from '../plan/catalog'
import { applyCommand } from '../plan/command'
import { factsFrom, type RecordedFacts } from '../plan/facts'
import { planStatement, type Planned } from '../plan/statements'
import { parseStatements, showProblem } from '../syntax/parse'
import { commandTopic } from './names'

/** Version of what a record's value holds; the value of another one is not read. */
const version = 1

/** A command as it stands in the command topic. `plan` is ours: what the planner asked, so that a replay asks nobody. */
interface CommandRecord {
  statement: string
  streamsProperties: Record<string, string>
  originalProperties: Record<string, string>
  plan: { version: number; id: string; facts: RecordedFacts; startOffsets: Record<string, string> | null }
}

/** A command that has been written and applied. */
export interface Applied {
  planned: Planned
  /** Its offset in the command topic. */
  sequence: number
}

/** All commands that were ever accepted, and the catalog that they make. */
export interface CommandLog {
  catalog(): Catalog
  /** The offset that the next command will have, unless somebody else writes. */
  nextSequence(): number
  append(
    command: Omit<CommandRecord, 'plan'> & {
      commandId: string
      facts: RecordedFacts
      startOffsets: Record<string, string> | null
    },
  ): Promise<Applied>
  close(): Promise<void>
}

/** Opens the command topic and replays it. */
export async function openCommandLog({
  kafka,
  log,
  signal,
}: {
  kafka: Kafka
  log: Log
  signal?: AbortSignal
}): Promise<CommandLog> {
  let catalog = emptyCatalog
  let next = 0
  const waiting = new Map<string, (result: Applied | Error) => void>()

  function apply({ value, offset }: StoreRecord): void {
    next = Number(offset) + 1
    if (value === null) return
    let id: string | undefined
    try {
      const record = JSON.parse(value.toString('utf8')) as CommandRecord
      id = record.plan?.id
      const planned = replan(record, catalog, Number(offset))
      catalog = applyCommand(catalog, planned.command)
      waiting.get(id)?.({ planned, sequence: Number(offset) })
    } catch (error) {
      log.error({ err: error, offset }, 'A command of the command topic could not be carried out.')
      if (id) waiting.get(id)?.(error as Error)
    }
  }

  const config = { 'cleanup.policy': 'delete', 'retention.ms': '-1' }
  const store = await openTopicStore({ kafka, topic: commandTopic, config, apply, log, signal })
  return {
    catalog: () => catalog,
    nextSequence: () => next,
    async append({ commandId, facts, startOffsets, ...record }) {
      const id = randomUUID()
      const applied = new Promise<Applied | Error>(resolve => waiting.set(id, resolve))
      try {
        await store.append(
          JSON.stringify(commandId),
          JSON.stringify({ ...record, plan: { version, id, facts, startOffsets } }),
        )
        const result = await applied
        if (result instanceof Error) throw result
        return result
      } finally {
        waiting.delete(id)
      }
    },
    close: () => store.close(),
  }
}

/** Statements are kept as text and planned anew, with the facts of their first time: the same catalog comes of it. */
function replan({ statement, streamsProperties, plan }: CommandRecord, catalog: Catalog, offset: number): Planned {
  if (plan?.version !== version) throw new Error(`the command was written by another version of ksqlDB: ${statement}`)
  const { statements, problem } = parseStatements(statement)
  if (problem) throw new Error(showProblem(problem))
  const planned = planStatement(statements[0]!, {
    catalog,
    facts: factsFrom(plan.facts),
    properties: streamsProperties,
    number: offset,
    startOffsets: plan.startOffsets,
  })
  if ('warning' in planned) throw new Error(planned.warning)
  return planned
}
