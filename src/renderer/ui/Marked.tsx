import classes from './Marked.module.css'
import { occurrences } from './occurrences'

/** A text with the places marked where what is sought occurs in it; null: nothing is. */
export function Marked({ text, sought }: { text: string; sought: string | null }) {
  if (sought === null) return text
  return occurrences(text, sought).map((piece, i) =>
    piece.isFound ? (
      <mark key={i} className={classes.found}>
        {piece.text}
      </mark>
    ) : (
      piece.text
    ),
  )
}
