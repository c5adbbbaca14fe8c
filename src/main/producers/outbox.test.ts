import { describe, expect, it } from 'vitest'
import { silentLog } from '../lib/log'
import { createPart } from '../lib/part'
import { createOutbox } from './outbox'

function outboxFor(send: (batch: number[]) => Promise<void>, itemsMax = 100, batchItemsMax = 3) {
  const part = createPart({ id: 'p', title: 'Producer', bufferedMax: itemsMax }, () => undefined)
  return { part, outbox: createOutbox<number>({ part, log: silentLog(), itemsMax, batchItemsMax, send }) }
}

const soon = () => AbortSignal.timeout(5_000)

describe('an outbox', () => {
  it('sends everything once, in order, in batches', async () => {
    const sent: number[][] = []
    const { outbox, part } = outboxFor(async batch => void sent.push(batch))
    outbox.add([1, 2])
    outbox.add([3, 4, 5])
    expect(await outbox.drain(soon())).toBe(0)
    expect(sent.flat()).toEqual([1, 2, 3, 4, 5])
    expect(Math.max(...sent.map(batch => batch.length))).toBeLessThanOrEqual(3)
    expect(part.state).toMatchObject({ records: 5, buffered: 0, dropped: 0, state: 'stopped' })
  })

  it('sends a batch again until it is taken, before anything after it, and shows why it waits', async () => {
    const sent: number[] = []
    let failures = 2
    const { outbox, part } = outboxFor(async batch => {
      if (failures-- > 0) throw new Error('broker away')
      sent.push(...batch)
    })
    outbox.add([1, 2, 3, 4])
    await new Promise(resolve => setTimeout(resolve, 20))
    expect(part.state).toMatchObject({ state: 'retrying', buffered: 4, problem: { message: 'broker away' } })
    expect(await outbox.drain(soon())).toBe(0)
    expect(sent).toEqual([1, 2, 3, 4])
  })

  it('has no room from its limit on, and drops nothing even then', async () => {
    let release: () => void = () => undefined
    const away = new Promise<void>(resolve => (release = resolve))
    const sent: number[] = []
    const { outbox } = outboxFor(async batch => (await away, void sent.push(...batch)), 4)
    outbox.add([1, 2, 3])
    expect(outbox.hasRoom()).toBe(true)
    outbox.add([4, 5])
    expect(outbox.hasRoom()).toBe(false)
    release()
    expect(await outbox.drain(soon())).toBe(0)
    expect(outbox.hasRoom()).toBe(true)
    expect(sent).toEqual([1, 2, 3, 4, 5])
  })

  it('stops at the time limit and says how much was left', async () => {
    const { outbox } = outboxFor(() => Promise.reject(new Error('away for good')))
    outbox.add([1, 2, 3, 4])
    expect(await outbox.drain(AbortSignal.timeout(20))).toBe(4)
  })
})
