/** A value that is longer, in characters, is passed over. */
const valueLengthMax = 4 * 1024 * 1024

export interface ValueStream {
  /** Takes a piece of the answer; gives the values that are complete with it, as texts. */
  push(piece: string): string[]
  /** Values that were too long. */
  readonly oversized: number
  /** The beginning of something that is no JSON; null when there is none. */
  readonly garbage: string | null
}

/**
 * Takes an answer of ksqlDB apart as it comes: one array of objects (since 0.7), or objects (KSQL 5.x) or arrays
 * (/query-stream) one after the other. Blank lines in between say only that the server is alive.
 */
export function valueStream(lengthMax: number = valueLengthMax): ValueStream {
  let isArray: boolean | undefined
  let depth = 0
  let isInString = false
  let isEscaped = false
  /** What has come of the value that is not complete; null while a value too long passes by. */
  let value: string | null = ''
  let oversized = 0
  let garbage: string | null = null

  const openDepth = () => (isArray ? 1 : 0)
  const take = (piece: string) => {
    if (value === null) return
    value += piece
    if (value.length > lengthMax) {
      value = null
      oversized++
    }
  }

  const push = (piece: string): string[] => {
    const complete: string[] = []
    /** Where in this piece the value goes on; -1: no value is open. */
    let from = depth > openDepth() ? 0 : -1
    for (let at = 0; at < piece.length; at++) {
      const character = piece[at]!
      if (isInString) {
        if (isEscaped) isEscaped = false
        else if (character === '\\') isEscaped = true
        else if (character === '"') isInString = false
        continue
      }
      if (character === '"' && depth > openDepth()) isInString = true
      else if (character === '[' || character === '{') {
        if (isArray === undefined) {
          isArray = character === '['
          if (isArray) {
            depth = 1
            continue
          }
        }
        if (depth === openDepth()) from = at
        depth++
      } else if (character === ']' || character === '}') {
        depth = Math.max(0, depth - 1)
        if (depth !== openDepth() || from < 0) continue
        take(piece.slice(from, at + 1))
        if (value !== null) complete.push(value)
        value = ''
        from = -1
      } else if (depth === openDepth() && garbage === null && !/[\s,]/.test(character)) {
        garbage = piece.slice(at, at + 200)
      }
    }
    if (from >= 0) take(piece.slice(from))
    return complete
  }

  return {
    push,
    get oversized() {
      return oversized
    },
    get garbage() {
      return garbage
    },
  }
}
