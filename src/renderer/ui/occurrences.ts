export interface Piece {
  text: string
  isFound: boolean
}

/** At most so many places of one text are marked. */
const placesMax = 50

/** A text cut at the places where another one occurs in it; upper and lower case are alike. */
export function occurrences(text: string, sought: string): Piece[] {
  const whole = [{ text, isFound: false }]
  const lower = text.toLowerCase()
  const wanted = sought.toLowerCase()
  // Few letters change their length with their case: places would then be wrong.
  if (wanted === '' || lower.length !== text.length) return whole
  const pieces: Piece[] = []
  let end = 0
  for (let at = lower.indexOf(wanted); at >= 0 && pieces.length < placesMax * 2; at = lower.indexOf(wanted, end)) {
    if (at > end) pieces.push({ text: text.slice(end, at), isFound: false })
    end = at + wanted.length
    pieces.push({ text: text.slice(at, end), isFound: true })
  }
  if (pieces.length === 0) return whole
  if (end < text.length) pieces.push({ text: text.slice(end), isFound: false })
  return pieces
}
