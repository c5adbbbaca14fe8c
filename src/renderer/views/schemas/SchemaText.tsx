import { CodeLines } from './CodeLines'
import { LineText } from './LineText'
import lineClasses from './CodeLines.module.css'
import type { ShownText } from './text/shown'

/** A schema's text with line numbers and colours; only the lines in sight are in the document. */
export function SchemaText({ shown: { lines, language } }: { shown: ShownText }) {
  return (
    <CodeLines label="Schema text" count={lines.length} longest={longestOf(lines)}>
      {i => (
        <>
          <span className={lineClasses.number}>{i + 1}</span>
          <LineText text={lines[i]!} language={language} />
        </>
      )}
    </CodeLines>
  )
}

/** The length of the longest line, for the width. */
export function longestOf(lines: readonly string[]): number {
  return lines.reduce((longest, line) => Math.max(longest, line.length), 0)
}
