import { formatCount } from '../../ui/format'
import { CodeLines } from './CodeLines'
import classes from './CodeLines.module.css'
import type { DiffCell, Fold, SideRow, UnifiedRow } from './diff/rows'
import { LineText } from './LineText'
import type { Language } from './text/highlight'

interface DiffProps<Row> {
  rows: readonly Row[]
  language: Language
  /** Shows what a fold hides. */
  onOpen(at: number): void
}

/** One text with what was removed and added in it. */
export function UnifiedDiff({ rows, language, onOpen }: DiffProps<UnifiedRow>) {
  const longest = rows.reduce((max, row) => (row.kind === 'line' ? Math.max(max, row.cell.text.length) : max), 0)
  return (
    <CodeLines label="Differences of the texts" count={rows.length} longest={longest}>
      {i => {
        const row = rows[i]!
        if (row.kind === 'fold') return <FoldLine fold={row} onOpen={onOpen} />
        const { older, cell } = row
        return (
          <div className={classes.cell} data-kind={cell.kind}>
            <span className={classes.number}>{older}</span>
            <span className={classes.number}>{cell.kind === 'removed' ? null : cell.number}</span>
            <Line cell={cell} language={language} />
          </div>
        )
      }}
    </CodeLines>
  )
}

/** Both texts beside each other. */
export function SideDiff({ rows, language, onOpen }: DiffProps<SideRow>) {
  return (
    <CodeLines label="Differences of the texts" count={rows.length} longest={null}>
      {i => {
        const row = rows[i]!
        if (row.kind === 'fold') return <FoldLine fold={row} onOpen={onOpen} />
        return (
          <>
            <Half cell={row.older} language={language} />
            <Half cell={row.newer} language={language} />
          </>
        )
      }}
    </CodeLines>
  )
}

function Half({ cell, language }: { cell: DiffCell | null; language: Language }) {
  return (
    <div className={classes.half}>
      {cell ? (
        <div className={classes.cell} data-kind={cell.kind} title={cell.text}>
          <span className={classes.number}>{cell.number}</span>
          <Line cell={cell} language={language} />
        </div>
      ) : (
        <div className={classes.blank} />
      )}
    </div>
  )
}

const signs: Record<DiffCell['kind'], string> = { same: '', added: '+', removed: '−' }

function Line({ cell, language }: { cell: DiffCell; language: Language }) {
  return (
    <>
      <span className={classes.sign}>{signs[cell.kind]}</span>
      <LineText text={cell.text} language={language} marked={cell.changed} />
    </>
  )
}

function FoldLine({ fold, onOpen }: { fold: Fold; onOpen(at: number): void }) {
  return (
    <button type="button" className={classes.fold} onClick={() => onOpen(fold.at)}>
      Show {formatCount(fold.count)} unchanged lines
    </button>
  )
}
