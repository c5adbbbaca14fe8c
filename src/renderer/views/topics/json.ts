/**
 * JSON text to a value in which whole numbers beyond 2^53 are BigInts: JSON.parse would round them.
 *
 * @returns undefined when the text is no JSON
 */
export function parseExact(text: string): unknown {
  try {
    const marked = text.replace(stringOrNumber, found => (/^-?\d{16,}$/.test(found) ? `"${bigMark}${found}"` : found))
    return JSON.parse(marked, (_, value: unknown) =>
      typeof value === 'string' && markedNumber.test(value) ? BigInt(value.slice(bigMark.length)) : value,
    )
  } catch {
    return undefined
  }
}

/** JSON text with line breaks; any other text as it is. */
export function indented(text: string): string {
  const value = parseExact(text)
  if (value === undefined) return text
  const lines = JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? `${bigMark}${item}` : item), 2)
  return lines.replaceAll(quotedNumber, '$1')
}

/** No text begins with this by chance: a character for private use, which the app uses for nothing else. */
const bigMark = '\ue000big:'
const markedNumber = new RegExp(`^${bigMark}-?\\d+$`)
const quotedNumber = new RegExp(`"${bigMark}(-?\\d+)"`, 'g')

/** Strings are skipped whole, so that digits in them stay what they are. */
const stringOrNumber = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g
