/** Strings, numbers, words and punctuation; white space between them is skipped. */
const token = /\s*("(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+)/y

/** An array of plain values stays on its line up to this length. */
const lineMax = 90

/**
 * JSON with line ends and indentation. Numbers and strings stay as they were written, so a number beyond what JavaScript
 * can hold is not rounded. Null: the text is no JSON.
 */
export function formatJson(text: string): string | null {
  if (!isJson(text)) return null
  const tokens = tokensOf(text)
  const out: string[] = []
  let depth = 0
  const newLine = () => out.push('\n', '  '.repeat(depth))
  for (let i = 0; i < tokens.length; i++) {
    const piece = tokens[i]!
    if (piece === '{' || piece === '[') {
      const short = piece === '[' ? shortArray(tokens, i) : emptyObject(tokens, i)
      if (short) {
        out.push(short.text)
        i = short.end
        continue
      }
      out.push(piece)
      depth++
      newLine()
    } else if (piece === '}' || piece === ']') {
      depth--
      newLine()
      out.push(piece)
    } else if (piece === ',') {
      out.push(',')
      newLine()
    } else out.push(piece === ':' ? ': ' : piece)
  }
  return out.join('')
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function tokensOf(text: string): string[] {
  const tokens: string[] = []
  token.lastIndex = 0
  for (let match = token.exec(text); match; match = token.exec(text)) tokens.push(match[1]!)
  return tokens
}

interface OnOneLine {
  text: string
  /** The index of its last token. */
  end: number
}

/** An array without objects or arrays in it, if it fits on a line. */
function shortArray(tokens: readonly string[], start: number): OnOneLine | null {
  let length = 2
  for (let i = start + 1; i < tokens.length; i++) {
    const piece = tokens[i]!
    if (piece === ']') return { text: `[${inLine(tokens.slice(start + 1, i))}]`, end: i }
    if (piece === '{' || piece === '[') return null
    length += piece.length + 1
    if (length > lineMax) return null
  }
  return null
}

function inLine(pieces: readonly string[]): string {
  return pieces.map(piece => (piece === ',' ? ', ' : piece)).join('')
}

function emptyObject(tokens: readonly string[], start: number): OnOneLine | null {
  return tokens[start + 1] === '}' ? { text: '{}', end: start + 1 } : null
}
