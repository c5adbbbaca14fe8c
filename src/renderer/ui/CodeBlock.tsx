import { useMemo } from 'react'
import classes from './CodeBlock.module.css'
import { CopyButton } from './CopyButton'
import { jsonPieces } from './highlight-json'

interface CodeBlockProps {
  text: string
  language?: 'json' | 'text'
  /** Read out. */
  label: string
  /** Long lines break instead of scrolling sideways. */
  wraps?: boolean
  className?: string
}

/** Longer texts are shown without colours: each piece is an element of the document. */
const colouredCharsMax = 40_000

/** A text in mono, with a button that copies it. */
export function CodeBlock({ text, language = 'text', label, wraps, className }: CodeBlockProps) {
  const pieces = useMemo(
    () => (language === 'json' && text.length <= colouredCharsMax ? jsonPieces(text) : null),
    [text, language],
  )
  return (
    <div className={className ? `${classes.block} ${className}` : classes.block}>
      <pre className={classes.text} data-wraps={wraps || undefined} tabIndex={0} aria-label={label}>
        {pieces
          ? pieces.map((piece, i) =>
              piece.kind === 'plain' ? (
                piece.text
              ) : (
                <span key={i} data-kind={piece.kind}>
                  {piece.text}
                </span>
              ),
            )
          : text}
      </pre>
      <CopyButton className={classes.copy} text={text} label={`Copy ${label.toLowerCase()}`} />
    </div>
  )
}
