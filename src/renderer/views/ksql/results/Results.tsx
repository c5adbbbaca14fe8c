import { IconPlayerPause, IconPlayerPlay, IconTerminal2 } from '@tabler/icons-react'
import { useMemo, useState, type ReactNode } from 'react'
import type { KsqlPlace } from '../../../../shared/contract/ksql'
import { Button } from '../../../ui/Button'
import { CodeBlock } from '../../../ui/CodeBlock'
import { CopyButton } from '../../../ui/CopyButton'
import { Empty } from '../../../ui/Empty'
import { formatCount } from '../../../ui/format'
import { useKeys } from '../../../ui/keys'
import { SideColumn } from '../../../ui/SideColumn'
import { Tabs } from '../../../ui/Tabs'
import type { NumberedRow, QueryResult, RunState, StatementResult, TableBlock, TextBlock } from '../run/run-state'
import { chooseResult } from '../run/run-store'
import { rowJson } from './cells'
import { StatementFailure } from './Failure'
import { ResultTable } from './ResultTable'
import { RunLine } from './RunLine'
import classes from './Results.module.css'

interface ResultsProps {
  run: RunState | null
  chosen: number | null
  /** Where the text that was run begins in the editor. */
  origin: KsqlPlace
  onGoTo(place: KsqlPlace): void
}

/** What came of what was run: a tab for each statement, its rows or its words. */
export function Results({ run, chosen, origin, onGoTo }: ResultsProps) {
  const result = run?.results.find(({ index }) => index === chosen) ?? run?.results.at(-1)
  if (!run || !result) {
    return run?.state === 'running' ? (
      <Empty icon={IconTerminal2} title="Sent to ksqlDB">
        Rows and answers appear here as they come.
      </Empty>
    ) : (
      <Empty icon={IconTerminal2} title="Nothing was run yet">
        Write a statement or take an example, then press Ctrl+Enter. Rows appear here as they come.
      </Empty>
    )
  }
  return (
    <div className={classes.results}>
      {run.results.length > 1 && (
        <div className={classes.tabs}>
          <Tabs
            label="Statements"
            tabs={run.results.map(tabOf)}
            value={String(result.index)}
            onChange={id => chooseResult(Number(id))}
            controls="ksql-result"
          />
        </div>
      )}
      <div id="ksql-result" className={classes.result} role={run.results.length > 1 ? 'tabpanel' : undefined}>
        <ResultOf
          key={`${result.startedAt} ${result.index}`}
          run={run}
          result={result}
          origin={origin}
          onGoTo={onGoTo}
        />
      </div>
    </div>
  )
}

function tabOf({ index, statement, failure, rows, elapsedMs }: StatementResult) {
  const words = statement.replaceAll(/\s+/g, ' ').replace(/;$/, '')
  const state = failure ? 'failed' : elapsedMs === null ? 'runs' : rows ? formatCount(rows.received) : undefined
  return { id: String(index), title: `${index + 1} ${words.slice(0, 28)}${words.length > 28 ? '…' : ''}`, count: state }
}

interface ResultOfProps {
  run: RunState
  result: StatementResult
  origin: KsqlPlace
  onGoTo(place: KsqlPlace): void
}

function ResultOf({ run, result, origin, onGoTo }: ResultOfProps) {
  const { rows, blocks, failure } = result
  return (
    <>
      {failure && (
        <StatementFailure
          problem={failure.problem}
          place={failure.place && placeInEditor(origin, failure.place)}
          onGoTo={onGoTo}
        />
      )}
      {rows ? (
        <QueryRows run={run} result={result} rows={rows} />
      ) : (
        <>
          {!failure && <RunLine run={run} result={result} />}
          <Blocks blocks={blocks} />
        </>
      )}
    </>
  )
}

/** A place counted from where the text that was run begins, counted from the beginning of the editor. */
export function placeInEditor(origin: KsqlPlace, { line, column }: KsqlPlace): KsqlPlace {
  return { line: origin.line + line - 1, column: line === 1 ? origin.column + column - 1 : column }
}

/** The rows of a query. Those of a push query stand newest first, and can be held to be read. */
function QueryRows({ run, result, rows }: { run: RunState; result: StatementResult; rows: QueryResult }) {
  const [held, setHeld] = useState<QueryResult | null>(null)
  const [selected, setSelected] = useState<NumberedRow | null>(null)
  const isLive = result.elapsedMs === null && rows.query !== 'pull'
  const shown = held ?? rows
  const ordered = useMemo(
    () => (rows.query === 'push' ? shown.rows.slice().reverse() : shown.rows),
    [shown, rows.query],
  )
  const toggle = () => setHeld(before => (before ? null : rows))
  const select = (row: NumberedRow) => {
    setSelected(row)
    if (isLive) setHeld(before => before ?? rows)
  }
  return (
    <>
      <RunLine run={run} result={result}>
        {isLive && (
          <>
            <HoldKey onKey={toggle} />
            <Button
              kind="link"
              icon={held ? <IconPlayerPlay size={13} stroke={1.6} /> : <IconPlayerPause size={13} stroke={1.6} />}
              onClick={toggle}
            >
              {held ? `Go on, ${formatCount(rows.received - held.received)} new` : 'Hold'}
            </Button>
          </>
        )}
      </RunLine>
      <div className={classes.rows}>
        <div className={classes.table}>
          <ResultTable
            label="Rows"
            columns={rows.columns}
            rows={ordered}
            isLive={isLive}
            isNumbered={rows.query !== 'pull'}
            selected={selected?.number ?? null}
            onSelect={select}
            empty={<NoRows isLive={isLive} query={rows.query} />}
          />
        </div>
        {selected && <RowDetail row={selected} columns={rows.columns} onClose={() => setSelected(null)} />}
      </div>
    </>
  )
}

function NoRows({ isLive, query }: { isLive: boolean; query: QueryResult['query'] }) {
  return isLive ? (
    <Empty icon={IconTerminal2} title="The query waits for rows">
      The next record that fits gives one. From the start of the topic there may be some already.
    </Empty>
  ) : (
    <Empty icon={IconTerminal2} title="No rows">
      {query === 'pull' ? 'Nothing fits the statement just now.' : 'The query has ended before one came.'}
    </Empty>
  )
}

function HoldKey({ onKey }: { onKey(): void }) {
  useKeys('Rows', [{ key: 'h', label: 'H', title: 'Hold the rows, or let them go on', run: onKey }])
  return null
}

interface RowDetailProps {
  row: NumberedRow
  columns: QueryResult['columns']
  onClose(): void
}

/** One row with whole values. */
function RowDetail({ row, columns, onClose }: RowDetailProps) {
  const json = rowJson(columns, row)
  useKeys('Row', [{ key: 'Escape', label: 'Esc', title: 'Close the row', run: onClose }])
  return (
    <SideColumn
      label="Row"
      title={`Row ${formatCount(row.number)}`}
      width={264}
      aside={<CopyButton text={json} label="Copy as JSON" />}
      onClose={onClose}
    >
      {row.isDeleted && <p className={classes.note}>This row was deleted: only its key is left.</p>}
      <CodeBlock text={json} language="json" label="Row as JSON" wraps className={classes.json} />
    </SideColumn>
  )
}

/** Answers at once: texts and tables, the only table over the whole height. */
function Blocks({ blocks }: { blocks: readonly (TableBlock | TextBlock)[] }): ReactNode {
  const only = blocks.length === 1 ? blocks[0] : undefined
  if (only?.kind === 'table') return <TableOf block={only} />
  return (
    <div className={classes.blocks}>
      {blocks.map((block, i) =>
        block.kind === 'text' ? (
          <TextOf key={i} block={block} />
        ) : (
          <div key={i} style={{ height: 74 + 28 * Math.min(12, Math.max(2, block.rows.length)) }}>
            <TableOf block={block} />
          </div>
        ),
      )}
    </div>
  )
}

function TextOf({ block: { text, tone } }: { block: TextBlock }) {
  if (text.includes('\n') || text.length > 160)
    return <CodeBlock text={text} label="Answer" wraps className={classes.text} />
  return (
    <p className={classes.said} data-tone={tone}>
      {text}
    </p>
  )
}

function TableOf({ block: { title, columns, rows, left } }: { block: TableBlock }) {
  return (
    <section className={classes.titled} aria-label={title}>
      <h3>
        {title} <span>{formatCount(rows.length + left)}</span>
        {left > 0 && <em>the first {formatCount(rows.length)} are shown</em>}
      </h3>
      <div className={classes.table}>
        <ResultTable label={title} columns={columns} rows={rows} empty={<Empty icon={IconTerminal2} title="None" />} />
      </div>
    </section>
  )
}
