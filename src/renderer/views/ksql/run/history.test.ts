import { describe, expect, it } from 'vitest'
import { parseHistory, withRun } from './history'

describe('the history of statements', () => {
  it('has the newest first and each text once', () => {
    const runs = ['a', 'b', 'a'].reduce(
      (past, text, at) => withRun(past, { text, at }),
      [] as ReturnType<typeof withRun>,
    )
    expect(runs).toEqual([
      { text: 'a', at: 2 },
      { text: 'b', at: 1 },
    ])
  })

  it('is bounded, and keeps neither nothing nor novels', () => {
    let runs: ReturnType<typeof withRun> = []
    for (let at = 0; at < 60; at++) runs = withRun(runs, { text: `statement ${at}`, at })
    expect(runs).toHaveLength(50)
    expect(withRun(runs, { text: '', at: 61 })).toBe(runs)
    expect(withRun(runs, { text: 'x'.repeat(10_001), at: 61 })).toBe(runs)
  })

  it.each([null, '', '{', '{}', '[1, null, {"text": 1, "at": 1}]'])('is empty when %s is stored', stored => {
    expect(parseHistory(stored)).toEqual([])
  })

  it('is what was stored', () => {
    expect(parseHistory('[{"text": "a", "at": 1}, 2]')).toEqual([{ text: 'a', at: 1 }])
  })
})
