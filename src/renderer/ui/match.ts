/**
 * How well a name fits what was typed: 0 begins with it, 1 a word of it does, 2 contains it, 3 has its letters in order;
 * null: it does not fit. Upper and lower case are alike; several words must all fit, and the worst of them counts.
 */
export function matchRank(name: string, query: string): number | null {
  const text = name.toLowerCase()
  let worst = 0
  for (const word of query.toLowerCase().split(/\s+/).filter(Boolean)) {
    const rank = wordRank(text, word)
    if (rank === null) return null
    worst = Math.max(worst, rank)
  }
  return worst
}

function wordRank(text: string, word: string): number | null {
  const at = text.indexOf(word)
  if (at === 0) return 0
  if (at > 0) return beginsWord(text, word) ? 1 : 2
  let next = 0
  for (const letter of text) if (letter === word[next]) next++
  return next === word.length && word.length > 2 ? 3 : null
}

function beginsWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1]!)) return true
  }
  return false
}

/** The items whose names fit, the best first, of equals the shorter name, at most `max`; without a query as they came. */
export function bestMatches<T>(items: Iterable<T>, name: (item: T) => string, query: string, max: number): T[] {
  if (query.trim() === '') return [...items].slice(0, max)
  const found: { item: T; rank: number; length: number }[] = []
  for (const item of items) {
    const text = name(item)
    const rank = matchRank(text, query)
    if (rank !== null) found.push({ item, rank, length: text.length })
  }
  found.sort((a, b) => a.rank - b.rank || a.length - b.length)
  return found.slice(0, max).map(({ item }) => item)
}
