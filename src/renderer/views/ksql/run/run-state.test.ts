import { describe, expect, it } from 'vitest'
import { ksqlRowsMax, type KsqlMessage } from '../../../../shared/contract/ksql'
import { endRun, foldRun, newRun, rateOf, type RunState } from './run-state'

const begun: KsqlMessage = { kind: 'begun', index: 0, total: 1, statement: 'SELECT * FROM a EMIT CHANGES;', at: 0 }
const header: KsqlMessage = {
  kind: 'header',
  index: 0,
  query: 'push',
  queryId: 'q',
  columns: [{ name: 'A', type: 'INTEGER', isKey: true }],
}
const rows = (count: number, received: number, skipped = 0): KsqlMessage => ({
  kind: 'rows',
  index: 0,
  rows: Array.from({ length: count }, (_, i) => ({ cells: [String(i)], isDeleted: false })),
  received,
  skipped,
})
const fold = (messages: KsqlMessage[], now = 0) => messages.reduce((run, message) => foldRun(run, message, now), newRun)
const query = (run: RunState) => run.results[0]!.rows!

describe('what has come of a run', () => {
  it('numbers rows from the first, over those that were skipped', () => {
    const run = fold([begun, header, rows(2, 2), rows(2, 10, 6)])
    expect(query(run).rows.map(({ number }) => number)).toEqual([1, 2, 9, 10])
    expect(query(run)).toMatchObject({ received: 10, skipped: 6 })
  })

  it('keeps the newest rows', () => {
    const run = fold([begun, header, rows(ksqlRowsMax, ksqlRowsMax), rows(3, ksqlRowsMax + 3)])
    expect(query(run).rows).toHaveLength(ksqlRowsMax)
    expect(query(run).rows[0]!.number).toBe(4)
  })

  it('ends statement by statement', () => {
    const run = fold([
      { ...begun, total: 2 },
      { kind: 'text', index: 0, text: 'Stream created', tone: 'ok' },
      { kind: 'ended', index: 0, reason: null, elapsedMs: 5 },
      { ...begun, index: 1, total: 2 },
    ])
    expect(run.results.map(({ elapsedMs }) => elapsedMs)).toEqual([5, null])
    expect(endRun(run, 'stopped', 70)).toMatchObject({
      state: 'stopped',
      results: [{ elapsedMs: 5 }, { elapsedMs: 70 }],
    })
  })

  it('has the failure of a text of which nothing has begun', () => {
    const problem = { code: 'no-statement', where: 'editor', message: 'nothing', tip: '' }
    const run = fold([{ kind: 'failed', index: 0, problem, place: null, elapsedMs: 0 }])
    expect(run).toMatchObject({ state: 'failed', results: [{ statement: '', failure: { problem } }] })
    expect(endRun(run, 'done', 1).state).toBe('failed')
  })

  it('has nothing of rows without a header', () => {
    expect(fold([begun, rows(2, 2)]).results[0]!.rows).toBeNull()
  })
})

describe('the rate of a query', () => {
  it('is measured over the last seconds', () => {
    let run = fold([begun, header])
    expect(rateOf(query(run), 0)).toBeNull()
    run = foldRun(run, rows(10, 10), 1_000)
    expect(rateOf(query(run), 1_100)).toBeNull()
    run = foldRun(run, rows(10, 110), 2_000)
    expect(rateOf(query(run), 2_000)).toBe(100)
    expect(rateOf(query(run), 60_000)).toBe(0)
  })
})
