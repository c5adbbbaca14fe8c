/**
 * The values of a JSON array as texts, untouched: a BIGINT may have more digits than a number of JavaScript holds.
 *
 * @throws SyntaxError when the text is not a JSON array
 */
export function jsonItems(text: string): string[] {
  const at = skipBlank(text, 0)
  if (text[at] !== '[') throw new SyntaxError('not a JSON array')
  const items: string[] = []
  let next = skipBlank(text, at + 1)
  if (text[next] === ']') return items
  for (;;) {
    const end = valueEnd(text, next)
    items.push(text.slice(next, end))
    const behind = skipBlank(text, end)
    if (text[behind] === ']') return items
    if (text[behind] !== ',') throw new SyntaxError('a JSON array that does not end')
    next = skipBlank(text, behind + 1)
  }
}

/**
 * The members of a JSON object with their values as texts.
 *
 * @throws SyntaxError when the text is not a JSON object
 */
export function jsonMembers(text: string): Map<string, string> {
  const at = skipBlank(text, 0)
  if (text[at] !== '{') throw new SyntaxError('not a JSON object')
  const members = new Map<string, string>()
  let next = skipBlank(text, at + 1)
  if (text[next] === '}') return members
  for (;;) {
    const nameEnd = valueEnd(text, next)
    const colon = skipBlank(text, nameEnd)
    if (text[colon] !== ':') throw new SyntaxError('a JSON object without a value')
    const from = skipBlank(text, colon + 1)
    const end = valueEnd(text, from)
    members.set(String(JSON.parse(text.slice(next, nameEnd))), text.slice(from, end))
    const behind = skipBlank(text, end)
    if (text[behind] === '}') return members
    if (text[behind] !== ',') throw new SyntaxError('a JSON object that does not end')
    next = skipBlank(text, behind + 1)
  }
}

function skipBlank(text: string, from: number): number {
  let at = from
  while (at < text.length && isBlank(text.charCodeAt(at))) at++
  return at
}

function isBlank(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9
}

/** Behind the value that begins at `from`. */
function valueEnd(text: string, from: number): number {
  const first = text[from]
  if (first === '"') return stringEnd(text, from)
  if (first !== '[' && first !== '{') {
    let at = from
    while (at < text.length && !/[\s,\]}:]/.test(text[at]!)) at++
    if (at === from) throw new SyntaxError('a JSON value is missing')
    return at
  }
  let depth = 0
  for (let at = from; at < text.length; at++) {
    const character = text[at]
    if (character === '"') at = stringEnd(text, at) - 1
    else if (character === '[' || character === '{') depth++
    else if (character === ']' || character === '}') {
      depth--
      if (depth === 0) return at + 1
    }
  }
  throw new SyntaxError('a JSON value that does not end')
}

function stringEnd(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '"') return at + 1
  }
  throw new SyntaxError('a JSON string that does not end')
}
