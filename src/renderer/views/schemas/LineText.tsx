import { formatCount } from '../../ui/format'
import classes from './CodeLines.module.css'
import { highlightLine, type Language } from './text/highlight'

/** Longer lines are cut, with their length said; copying takes all of them. */
export const lineCharsMax = 2_000

interface LineTextProps {
  text: string
  language: Language
  /** A part to mark. */
  marked?: readonly [from: number, to: number] | null
}

/** One line of code. */
export function LineText({ text, language, marked }: LineTextProps) {
  const shown = text.length > lineCharsMax ? text.slice(0, lineCharsMax) : text
  return (
    <code className={classes.code}>
      {marked && marked[0] < marked[1] ? (
        <>
          <Pieces text={shown.slice(0, marked[0])} language={language} />
          <mark>
            <Pieces text={shown.slice(marked[0], marked[1])} language={language} />
          </mark>
          <Pieces text={shown.slice(marked[1])} language={language} />
        </>
      ) : (
        <Pieces text={shown} language={language} />
      )}
      {text.length > lineCharsMax && (
        <span className={classes.cut}> … {formatCount(text.length - lineCharsMax)} more characters</span>
      )}
    </code>
  )
}

function Pieces({ text, language }: { text: string; language: Language }) {
  return highlightLine(text, language).map((piece, i) =>
    piece.kind === 'plain' ? (
      piece.text
    ) : (
      <span key={i} data-kind={piece.kind}>
        {piece.text}
      </span>
    ),
  )
}
