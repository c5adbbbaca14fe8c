import { describe, expect, it } from 'vitest'
import { bestMatches, matchRank } from './match'

describe('matching a name', () => {
  it.each([
    ['Topics', 'top', 0],
    ['Topics', 'TOPICS', 0],
    ['org.chicago.cta.turnstile.v1', 'turn', 1],
    ['org.chicago.cta.turnstile.v1', 'stile', 2],
    ['org.chicago.cta.turnstile.v1', 'occ', 3],
    ['Pause the city', 'city pause', 1],
    ['Topics', '', 0],
    ['Topics', 'zz', null],
    ['Topics', 'tp', null],
    ['Topics', 'topics zz', null],
    ['dark_and_arrow', 'arrow', 1],
  ])('%s by "%s" is %s', (name, query, rank) => {
    expect(matchRank(name, query)).toBe(rank)
  })

  it('gives the best first, of equals the shorter, and no more than asked for', () => {
    const names = ['a.red.line', 'red.line.long', 'red', 'bored']
    expect(bestMatches(names, name => name, 'red', 3)).toEqual(['red', 'red.line.long', 'a.red.line'])
    expect(bestMatches(names, name => name, ' ', 2)).toEqual(['a.red.line', 'red.line.long'])
  })
})
