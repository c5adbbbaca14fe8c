import {
  ksqlRowsMax,
  type KsqlColumn,
  type KsqlMessage,
  type KsqlPlace,
  type KsqlRow,
} from '../../../../shared/contract/ksql'
import type { Problem } from '../../../../shared/contract/problem'

/** A row with its number since the query began, from 1. */
export interface NumberedRow extends KsqlRow {
  number: number
}

export interface TableBlock {
  kind: 'table'
  title: string
  columns: KsqlColumn[]
  rows: NumberedRow[]
  /** Rows that the server said beyond these. */
  left: number
}

export interface TextBlock {
  kind: 'text'
  text: string
  tone: 'ok' | 'info' | 'warn'
}

/** The rows of a SELECT or PRINT. */
export interface QueryResult {
  query: 'push' | 'pull' | 'print'
  queryId: string | null
  columns: KsqlColumn[]
  /** The newest, oldest first; at most ksqlRowsMax. */
  rows: NumberedRow[]
  /** All that have come, and those of them that never reached this page. */
  received: number
  skipped: number
  /** How many had come when, over the last seconds; for the rate. */
  samples: { at: number; received: number }[]
}

/** What came of one statement. */
export interface StatementResult {
  index: number
  statement: string
  /** Wall time, ms. */
  startedAt: number
  blocks: (TableBlock | TextBlock)[]
  rows: QueryResult | null
  /** Why a query ended, in the server's words. */
  reason: string | null
  /** Null while it runs. */
  elapsedMs: number | null
  failure: { problem: Problem; place: KsqlPlace | null } | null
}

/** A text that was run, and what has come of it so far. */
export interface RunState {
  state: 'running' | 'done' | 'failed' | 'stopped'
  /** Statements of the text; 0 until the first has begun. */
  total: number
  results: StatementResult[]
}

export const newRun: RunState = { state: 'running', total: 0, results: [] }

/** A rate is measured over so long, ms. */
const rateOverMs = 3_000

/** One message of a run, added to what is known. Unknown statements begin with it. */
export function foldRun(run: RunState, message: KsqlMessage, now: number): RunState {
  if (message.kind === 'begun') {
    const { index, statement } = message
    const result: StatementResult = {
      index,
      statement,
      startedAt: now,
      blocks: [],
      rows: null,
      reason: null,
      elapsedMs: null,
      failure: null,
    }
    return { ...run, total: message.total, results: [...run.results, result] }
  }
  // What is wrong with the whole text is said before any statement has begun.
  const known = run.results.some(({ index }) => index === message.index)
    ? run
    : foldRun(run, { kind: 'begun', index: message.index, total: run.total, statement: '', at: now }, now)
  const results = known.results.map(result =>
    result.index === message.index ? foldResult(result, message, now) : result,
  )
  return { ...known, results, state: message.kind === 'failed' ? 'failed' : known.state }
}

function foldResult(
  result: StatementResult,
  message: Exclude<KsqlMessage, { kind: 'begun' }>,
  now: number,
): StatementResult {
  switch (message.kind) {
    case 'text':
      return { ...result, blocks: [...result.blocks, { kind: 'text', text: message.text, tone: message.tone }] }
    case 'table': {
      const { title, columns, left } = message
      const block: TableBlock = { kind: 'table', title, columns, left, rows: numbered(message.rows, 1) }
      return { ...result, blocks: [...result.blocks, block] }
    }
    case 'header': {
      const { query, queryId, columns } = message
      return { ...result, rows: { query, queryId, columns, rows: [], received: 0, skipped: 0, samples: [] } }
    }
    case 'rows':
      return result.rows ? { ...result, rows: foldRows(result.rows, message, now) } : result
    case 'ended':
      return { ...result, reason: message.reason, elapsedMs: message.elapsedMs }
    case 'failed':
      return {
        ...result,
        elapsedMs: message.elapsedMs,
        failure: { problem: message.problem, place: message.place },
      }
  }
}

function foldRows(before: QueryResult, message: Extract<KsqlMessage, { kind: 'rows' }>, now: number): QueryResult {
  const { received, skipped } = message
  // Skipped rows lie before those that were handed on.
  const first = before.received + (skipped - before.skipped) + 1
  const rows = [...before.rows, ...numbered(message.rows, first)].slice(-ksqlRowsMax)
  const samples = [...before.samples, { at: now, received }].filter(({ at }) => at >= now - rateOverMs)
  return { ...before, rows, received, skipped, samples }
}

function numbered(rows: KsqlRow[], first: number): NumberedRow[] {
  return rows.map((row, i) => ({ ...row, number: first + i }))
}

/** Rows a second over the last seconds; null before there is something to measure, and 0 when nothing has come lately. */
export function rateOf({ samples, received }: QueryResult, now: number): number | null {
  const recent = samples.filter(({ at }) => at >= now - rateOverMs)
  const first = recent[0]
  if (!first) return received > 0 ? 0 : null
  const overMs = now - first.at
  return overMs < 500 ? null : ((received - first.received) * 1_000) / overMs
}

/** The run when nothing more comes: because it was stopped, or by itself. */
export function endRun(run: RunState, how: 'done' | 'stopped', now: number): RunState {
  if (run.state !== 'running') return run
  const results = run.results.map(result =>
    result.elapsedMs === null ? { ...result, elapsedMs: now - result.startedAt } : result,
  )
  return { ...run, results, state: how }
}
