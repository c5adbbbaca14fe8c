import { IconEqual } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import type { SchemaVersion } from '../../../shared/contract/schemas'
import { Empty } from '../../ui/Empty'
import type { Loaded } from '../../ui/loaded'
import { LoadedView } from '../../ui/LoadedView'
import { Segments } from '../../ui/Segments'
import type { DiffLayout } from './address'
import classes from './Changes.module.css'
import { diffLines, type LineDiff } from './diff/lines'
import { sideRows, unifiedRows } from './diff/rows'
import { SideDiff, UnifiedDiff } from './DiffText'
import { FieldChanges } from './FieldChanges'
import { fieldsOf } from './fields'
import { compareFields } from './fields/compare'
import paneClasses from './Schemas.module.css'
import type { Language } from './text/highlight'
import { shownText } from './text/shown'
import type { Go } from './address'

interface ChangesProps {
  older: Loaded<SchemaVersion>
  newer: Loaded<SchemaVersion>
  layout: DiffLayout
  go: Go
}

/** What changed between two versions: in their fields, and in their texts. */
export function Changes({ older, newer, layout, go }: ChangesProps) {
  return (
    <LoadedView loaded={older}>
      {from => (
        <LoadedView loaded={newer}>{to => <Comparison older={from} newer={to} layout={layout} go={go} />}</LoadedView>
      )}
    </LoadedView>
  )
}

interface ComparisonProps {
  older: SchemaVersion
  newer: SchemaVersion
  layout: DiffLayout
  go: Go
}

function Comparison({ older, newer, layout, go }: ComparisonProps) {
  const from = useMemo(() => shownText(older), [older])
  const to = useMemo(() => shownText(newer), [newer])
  const diff = useMemo(() => diffLines(from.lines, to.lines), [from, to])
  const changes = useMemo(() => {
    const fields = [fieldsOf(older), fieldsOf(newer)] as const
    return fields[0] && fields[1] && compareFields(fields[0], fields[1])
  }, [older, newer])
  if (diff.added + diff.removed === 0) {
    return (
      <Empty icon={IconEqual} title="The same schema">
        {older.version === newer.version
          ? `Both sides are version ${newer.version}; choose another one.`
          : `Versions ${older.version} and ${newer.version} have the same text.`}
      </Empty>
    )
  }
  return (
    <div className={paneClasses.main} style={{ height: '100%' }}>
      {changes && <FieldChanges changes={changes} />}
      <section className={paneClasses.section} data-fills aria-label="Text">
        <header className={paneClasses.sectionHead}>
          <h2>Text</h2>
          <b className={classes.added}>+{diff.added}</b>
          <b className={classes.removed}>−{diff.removed}</b>
          <span>{diff.added + diff.removed === 1 ? 'line' : 'lines'}</span>
          <div className={paneClasses.end}>
            <Segments
              label="How the texts are shown"
              options={[
                { value: 'unified', title: 'Unified' },
                { value: 'side', title: 'Side by side' },
              ]}
              value={layout}
              onChange={chosen => go({ layout: chosen }, { replace: true })}
            />
          </div>
        </header>
        {diff.isRough && (
          <p className={paneClasses.note} data-tone="warn">
            The texts differ too much to be matched line by line: what lies between their common beginning and end is
            shown as replaced.
          </p>
        )}
        <DiffText key={`${older.version}-${newer.version}`} diff={diff} layout={layout} language={to.language} />
      </section>
    </div>
  )
}

function DiffText({ diff, layout, language }: { diff: LineDiff; layout: DiffLayout; language: Language }) {
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set())
  const open = (at: number) => setOpened(before => new Set([...before, at]))
  const rows = useMemo(() => unifiedRows(diff.lines, opened), [diff, opened])
  const pairs = useMemo(() => sideRows(diff.lines, opened), [diff, opened])
  return layout === 'side' ? (
    <SideDiff rows={pairs} language={language} onOpen={open} />
  ) : (
    <UnifiedDiff rows={rows} language={language} onOpen={open} />
  )
}
