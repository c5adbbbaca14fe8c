/** Anything that JSON can hold; whole numbers beyond ±(2^53-1) are bigints, so that no digit is lost. */
export type Json = null | boolean | number | bigint | string | Json[] | { [name: string]: Json }

/** Every JSON string or number, so that a long number is told from digits inside a string or behind a point. */
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gs

/**
 * As JSON.parse, but a whole number that a double cannot hold exactly becomes a bigint.
 *
 * @throws SyntaxError as JSON.parse does
 */
export function parseJson(text: string): Json {
  // Fifteen digits always fit.
  if (!/\d{16}/.test(text)) return JSON.parse(text) as Json
  const mark = markNotIn(text)
  const marked = text.replace(tokens, token => (isUnsafe(token) ? `"${mark}${token}"` : token))
  try {
    return JSON.parse(marked, (_, value: Json) =>
      typeof value === 'string' && value.startsWith(mark) ? BigInt(value.slice(1)) : value,
    ) as Json
  } catch {
    // Said again, so that the position in the message is that of the caller's text.
    return JSON.parse(text) as Json
  }
}

/** As JSON.stringify; bigints are written as the numbers that they are. */
export function stringifyJson(value: unknown): string {
  if (!hasBigint(value)) return JSON.stringify(value)
  const mark = markNotIn(JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? null : item)))
  const marked = JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? mark + String(item) : item))
  return marked.replace(new RegExp(`"${mark}(-?\\d+)"`, 'g'), '$1')
}

function isUnsafe(token: string): boolean {
  return /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token))
}

function hasBigint(value: unknown): boolean {
  if (typeof value === 'bigint') return true
  if (typeof value !== 'object' || value === null) return false
  return Object.values(value).some(hasBigint)
}

/** A character of the private use area that the text has neither as itself nor escaped. */
function markNotIn(text: string): string {
  const lower = text.toLowerCase()
  for (let code = 0xe000; code <= 0xf8ff; code++) {
    const mark = String.fromCharCode(code)
    if (!text.includes(mark) && !lower.includes('\\u' + code.toString(16))) return mark
  }
  throw new SyntaxError('JSON: the text uses every character of the private use area and very long numbers')
}
