import type { Message } from 'kafkajs'
import { describe, expect, it } from 'vitest'
import { transformBatch, type BatchActions } from './batch'

const row = (station_id: number, flags: object = { red: true }) =>
  Buffer.from(
    JSON.stringify({ station_id, station_name: 'S', order: 1, red: false, blue: false, green: false, ...flags }),
  )

/** Runs a batch and notes what happens in which order. */
async function run(values: (Buffer | null)[], actions: Partial<BatchActions> = {}) {
  const happened: string[] = []
  const written: Message[] = []
  const messages = values.map((value, index) => ({ value, offset: String(10 + index) }))
  const all: BatchActions = {
    write: async stations => (happened.push('write'), void written.push(...stations)),
    commit: async offset => void happened.push(`commit ${offset}`),
    onSkipped: offset => void happened.push(`skip ${offset}`),
    ...actions,
  }
  const malformed = await transformBatch(messages, all).catch((error: Error) => error)
  return { happened, written, malformed }
}

describe('a batch of station rows', () => {
  it('is written under its station ids, then its offset is stored', async () => {
    const { happened, written } = await run([row(1), row(2)])
    expect(happened).toEqual(['write', 'commit 12'])
    expect(written.map(({ key }) => key)).toEqual(['1', '2'])
    expect(JSON.parse(String(written[0]!.value))).toEqual({ station_id: 1, station_name: 'S', order: 1, line: 'red' })
  })

  it('does not store its offset when the write was not acknowledged', async () => {
    const { happened, malformed } = await run([row(1)], { write: () => Promise.reject(new Error('no ack')) })
    expect([happened, String(malformed)]).toEqual([[], 'Error: no ack'])
  })

  it('skips malformed rows, counts them, and goes on behind them', async () => {
    const { happened, written, malformed } = await run([Buffer.from('{'), row(2), null])
    expect(happened).toEqual(['skip 10', 'skip 12', 'write', 'commit 13'])
    expect([written.length, malformed]).toEqual([1, 2])
  })

  it('writes nothing for rows of other lines, and still goes on behind them', async () => {
    expect((await run([row(1, {})])).happened).toEqual(['commit 11'])
  })

  it('gives the same records when it is repeated', async () => {
    const rows = [row(1), row(2), row(1, { blue: true })]
    expect((await run(rows)).written).toEqual((await run(rows)).written)
  })
})
