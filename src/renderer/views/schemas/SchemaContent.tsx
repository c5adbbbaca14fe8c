import { useMemo } from 'react'
import type { SchemaVersion } from '../../../shared/contract/schemas'
import { formatBytes, formatCount } from '../../ui/format'
import { FieldTable } from './FieldTable'
import { fieldsOf } from './fields'
import classes from './Schemas.module.css'
import { SchemaText } from './SchemaText'
import { shownText } from './text/shown'

/** A version's fields as a table, and its text. */
export function SchemaContent({ version }: { version: SchemaVersion }) {
  const fields = useMemo(() => fieldsOf(version), [version])
  const shown = useMemo(() => shownText(version), [version])
  return (
    <>
      {fields && <FieldTable list={fields} />}
      <section className={classes.section} data-fills aria-label="Text">
        <header className={classes.sectionHead}>
          <h2>Text</h2>
          <span>
            {formatCount(shown.lines.length)} {shown.lines.length === 1 ? 'line' : 'lines'},{' '}
            {formatBytes(version.bytes)} as registered
          </span>
        </header>
        {version.isCut && (
          <p className={classes.note} data-tone="warn">
            {`The schema has ${formatBytes(version.bytes)}; its first ${formatBytes(version.text.length)} are shown, as they were registered.`}
          </p>
        )}
        <SchemaText shown={shown} />
      </section>
    </>
  )
}
