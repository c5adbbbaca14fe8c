import type { KsqlMessage, KsqlPlace } from '../../../shared/contract/ksql'
import type { HttpEndpoint } from '../../lib/http'
import { asProblem, type Problem } from '../../lib/problem'
import { sendStatements, type KsqlAnswer, type KsqlEntity, type KsqlSession, type Refusal } from './requests'
import { resultsOf } from './results'
import { runQuery } from './run-query'
import { takeSetting } from './settings'
import { placeWithin, splitStatements, type KsqlStatement, type SplitText } from './statements'

/** One run has at most so many statements. */
export const statementsMax = 200

export interface RunOptions {
  endpoint: HttpEndpoint
  isReadOnly: boolean
  text: string
  offsetReset: 'earliest' | 'latest'
  signal: AbortSignal
  now(): number
}

/** What a run needs in all its parts. */
interface Run {
  session: KsqlSession
  /** The text to send: without comments on a read-only profile, so that what was judged is what is sent. */
  textOf(statement: KsqlStatement): string
  total: number
  signal: AbortSignal
  now(): number
}

/**
 * Runs a text's statements in their order, until one fails. Neighbours that are answered at once go in one request, which
 * ksqlDB checks whole before anything of it runs. SET and DEFINE hold for the statements behind them.
 */
export async function* runStatements(options: RunOptions): AsyncGenerator<KsqlMessage, void, void> {
  const { endpoint, isReadOnly, text, offsetReset, signal, now } = options
  const split = splitStatements(text)
  const objection = objectionTo(split, isReadOnly)
  if (objection) return yield { kind: 'failed', ...objection, elapsedMs: 0 }
  const { statements } = split
  const run: Run = {
    session: { endpoint, properties: { 'ksql.streams.auto.offset.reset': offsetReset }, variables: {} },
    textOf: statement => (isReadOnly ? statement.bare : statement.text),
    total: statements.length,
    signal,
    now,
  }
  for (let index = 0; index < statements.length && !signal.aborted;) {
    const statement = statements[index]!
    let isDone: boolean
    if (statement.use === 'query') isDone = yield* query(run, statement, index++)
    else if (isKept(statement)) isDone = yield* keep(run, statement, index++)
    else {
      const group = statements.slice(index, groupEnd(statements, index))
      isDone = yield* answerAtOnce(run, group, index, text)
      index += group.length
    }
    if (!isDone) return
  }
}

const isKept = ({ use }: KsqlStatement) => use === 'setting' || use === 'variable'

function groupEnd(statements: KsqlStatement[], from: number): number {
  const end = statements.findIndex((other, index) => index > from && (other.use === 'query' || isKept(other)))
  return end < 0 ? statements.length : end
}

/** Why nothing of a text is sent; null when it may be. */
function objectionTo(
  { statements, unclosed }: SplitText,
  isReadOnly: boolean,
): { index: number; problem: Problem; place: KsqlPlace | null } | null {
  const objection = (index: number, place: KsqlPlace | null, code: string, message: string, tip: string) => ({
    index,
    place,
    problem: { code, where: 'editor', message, tip },
  })
  if (unclosed) {
    const index = Math.max(0, statements.length - 1)
    const message = `A ${unclosed.what} begins here and does not end.`
    return objection(index, unclosed.place, 'not-closed', message, 'Nothing was sent. Close it and run again.')
  }
  if (statements.length === 0) {
    return objection(0, null, 'no-statement', 'There is no statement to run.', 'Write one, or take an example.')
  }
  if (statements.length > statementsMax) {
    const message = `There are ${statements.length} statements; one run takes ${statementsMax}.`
    return objection(0, null, 'too-many-statements', message, 'Select some of them and run those.')
  }
  if (!isReadOnly) return null
  const index = statements.findIndex(({ use }) => use === 'change' || use === 'variable')
  if (index < 0) return null
  const { verb, place } = statements[index]!
  return objection(
    index,
    place,
    'read-only',
    `This profile is read-only: ${verb === '' ? 'this statement' : verb} is not sent.`,
    'Nothing was sent. SELECT, PRINT, SHOW, LIST, DESCRIBE and EXPLAIN only look, and are sent.',
  )
}

/** @returns whether the statements behind it may run */
async function* query(run: Run, statement: KsqlStatement, index: number): AsyncGenerator<KsqlMessage, boolean, void> {
  const began = run.now()
  yield { kind: 'begun', index, total: run.total, statement: statement.text, at: began }
  for await (const message of runQuery(run.session, statement, run.textOf(statement), run.signal)) {
    if (message.kind === 'failed') {
      yield failed(run, index, statement, message.refusal, began)
      return false
    }
    if (message.kind === 'ended') {
      yield { kind: 'ended', index, reason: message.reason, elapsedMs: run.now() - began }
      return true
    }
    yield { ...message, index }
  }
  return false
}

/** SET, UNSET, DEFINE, UNDEFINE: kept for the statements behind. */
async function* keep(run: Run, statement: KsqlStatement, index: number): AsyncGenerator<KsqlMessage, boolean, void> {
  yield { kind: 'begun', index, total: run.total, statement: statement.text, at: run.now() }
  const said = takeSetting(run.session, statement.bare)
  if (said === null) {
    const example = statement.use === 'setting' ? "SET 'auto.offset.reset' = 'earliest';" : "DEFINE name = 'value';"
    const problem = {
      code: 'statement-refused',
      where: 'editor',
      message: `${statement.verb} is not understood.`,
      tip: `It reads like ${example}`,
    }
    yield { kind: 'failed', index, problem, place: statement.place, elapsedMs: 0 }
    return false
  }
  yield { kind: 'text', index, text: said, tone: 'ok' }
  yield { kind: 'ended', index, reason: null, elapsedMs: 0 }
  return true
}

/** Statements of one request. */
async function* answerAtOnce(
  run: Run,
  group: KsqlStatement[],
  from: number,
  whole: string,
): AsyncGenerator<KsqlMessage, boolean, void> {
  const began = run.now()
  const begun = (offset: number): KsqlMessage => {
    const { text } = group[offset]!
    return { kind: 'begun', index: from + offset, total: run.total, statement: text, at: began }
  }
  yield begun(0)
  let answer: KsqlAnswer
  try {
    answer = await sendStatements(run.session, joined(run, group, whole), run.signal)
  } catch (error) {
    if (run.signal.aborted) return false
    const problem = asProblem(run.session.endpoint.title, error)
    yield failed(run, from, group[0]!, { problem, place: null, statementText: null }, began)
    return false
  }
  const elapsedMs = run.now() - began
  const { refusal } = answer
  const { results, failedAt } = placeEntities(group, answer)
  for (let offset = 0; offset < group.length; offset++) {
    const index = from + offset
    if (offset > 0) yield begun(offset)
    if (refusal && offset === failedAt) {
      // Places count from the beginning of the request, which is where the group begins.
      yield failed(run, index, refusal.place ? group[0]! : group[offset]!, refusal, began)
      return false
    }
    for (const result of results[offset]!.flatMap(resultsOf)) yield { ...result, index }
    if (results[offset]!.length === 0) {
      const text = refusal && offset >= answer.entities.length ? notRun : 'Done.'
      yield { kind: 'text', index, text, tone: text === notRun ? 'info' : 'ok' }
    }
    yield { kind: 'ended', index, reason: null, elapsedMs }
  }
  return true
}

const notRun = 'Not run: a statement below is refused, and ksqlDB checks statements together before it runs any.'

/** The text of a group with everything between its statements, so that the server counts lines as the editor does. */
function joined(run: Run, group: KsqlStatement[], whole: string): string {
  const [first] = group
  let text = ''
  for (const statement of group) {
    const gap = whole.slice(first!.offset + text.length, statement.offset)
    text += gap.replace(/[^\r\n]/g, ' ') + run.textOf(statement)
  }
  return text
}

/** Which entity belongs to which statement: a statement may have none, and the server repeats its text. */
function placeEntities(group: KsqlStatement[], { entities, refusal }: KsqlAnswer) {
  const results: KsqlEntity[][] = group.map(() => [])
  let next = 0
  for (const entity of entities) {
    const same = group.findIndex((statement, at) => at >= next && isSame(statement, entity.statementText))
    const at = same >= 0 ? same : Math.min(next, group.length - 1)
    results[at]!.push(entity)
    next = Math.min(at + 1, group.length)
  }
  const named = group.findIndex((statement, at) => at >= next && isSame(statement, refusal?.statementText))
  const failedAt = named >= 0 ? named : Math.min(placedAt(group, refusal) ?? next, group.length - 1)
  return { results, failedAt }
}

function isSame({ text, bare }: KsqlStatement, said: string | null | undefined): boolean {
  const squeeze = (some: string) => some.replace(/[\s;]+/g, ' ').trim()
  return said !== null && said !== undefined && [squeeze(text), squeeze(bare)].includes(squeeze(said))
}

/** The statement in which the server has seen the mistake. */
function placedAt(group: KsqlStatement[], refusal: Refusal | null): number | null {
  if (!refusal?.place) return null
  const { line, column } = placeWithin(group[0]!.place, refusal.place)
  const behind = group.findIndex(({ place }) => place.line > line || (place.line === line && place.column > column))
  return behind < 0 ? group.length - 1 : Math.max(0, behind - 1)
}

/** @param origin the statement from which the server's places count */
function failed(run: Run, index: number, origin: KsqlStatement, refusal: Refusal, began: number): KsqlMessage {
  const isStatement = refusal.problem.code === 'statement-refused'
  const place = refusal.place ? placeWithin(origin.place, refusal.place) : isStatement ? origin.place : null
  return { kind: 'failed', index, problem: refusal.problem, place, elapsedMs: run.now() - began }
}
