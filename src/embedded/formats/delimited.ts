/** Fields that one line may have. */
const fieldsMax = 10_000

/**
 * The fields of one line. A field in double quotes may hold separators, line ends and, doubled, quotes; an empty field
 * without quotes is null.
 *
 * @param separator one character
 * @throws SyntaxError when a quote is not closed, or something stands behind it
 */
export function parseDelimited(line: string, separator = ','): (string | null)[] {
  const fields: (string | null)[] = []
  let at = 0
  for (;;) {
    if (fields.length >= fieldsMax) throw new SyntaxError(`the line has more than ${fieldsMax} fields`)
    if (line[at] === '"') {
      const end = closingQuote(line, at)
      fields.push(line.slice(at + 1, end).replaceAll('""', '"'))
      at = end + 1
      if (at < line.length && line[at] !== separator) throw new SyntaxError(`a separator must stand at position ${at}`)
    } else {
      const end = line.indexOf(separator, at)
      const text = line.slice(at, end < 0 ? line.length : end)
      fields.push(text === '' ? null : text)
      at = end < 0 ? line.length : end
    }
    if (at >= line.length) return fields
    at++
  }
}

function closingQuote(line: string, start: number): number {
  for (let at = start + 1; at < line.length; at++) {
    if (line[at] !== '"') continue
    if (line[at + 1] !== '"') return at
    at++
  }
  throw new SyntaxError(`the quote at position ${start} is not closed`)
}

/** One line, without its end; null is an empty field, and an empty text stands in quotes. */
export function writeDelimited(fields: (string | null)[], separator = ','): string {
  const mustQuote = (text: string) =>
    text === '' || /["\r\n]/.test(text) || text.includes(separator) || /^\s|\s$/.test(text)
  return fields
    .map(text => (text === null ? '' : mustQuote(text) ? `"${text.replaceAll('"', '""')}"` : text))
    .join(separator)
}
