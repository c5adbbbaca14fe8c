import { describe, expect, it } from 'vitest'
import { announcer, watch } from './watch'

describe('watching something that changes', () => {
  it('gives the value at once, then the newest after changes, without a queue in between', async () => {
    const changes = announcer()
    let value = 1
    const stop = new AbortController()
    const values = watch(changes, () => value, { everyMs: 1, signal: stop.signal })
    expect((await values.next()).value).toBe(1)
    for (value = 2; value < 100; value++) changes.announce()
    expect((await values.next()).value).toBe(100)
    stop.abort()
    expect((await values.next()).done).toBe(true)
  })

  it('says nothing while there is nothing new', async () => {
    const changes = announcer()
    let value: number | undefined = 1
    const stop = new AbortController()
    const values = watch(changes, () => value, { everyMs: 1, signal: stop.signal })
    await values.next()
    value = undefined
    changes.announce()
    const next = values.next()
    value = 2
    await new Promise(resolve => setTimeout(resolve, 10))
    changes.announce()
    expect((await next).value).toBe(2)
    stop.abort()
  })

  it('ends without an error when it is cancelled while it waits', async () => {
    const stop = new AbortController()
    const values = watch(announcer(), () => 1, { everyMs: 1, signal: stop.signal })
    await values.next()
    const waiting = values.next()
    stop.abort()
    expect(await waiting).toEqual({ done: true, value: undefined })
  })

  it('stops listening when the reader has gone', async () => {
    let listeners = 0
    const source = { listen: () => (listeners++, () => listeners--) }
    const stop = new AbortController()
    for await (const value of watch(source, () => 'x', { everyMs: 1, signal: stop.signal })) {
      expect([value, listeners]).toEqual(['x', 1])
      break
    }
    expect(listeners).toBe(0)
  })
})
