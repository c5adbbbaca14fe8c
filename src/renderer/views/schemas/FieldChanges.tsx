import { Tag, type TagTone } from '../../ui/Tag'
import classes from './Changes.module.css'
import type { FieldChange } from './fields/compare'
import paneClasses from './Schemas.module.css'

const tones: Record<FieldChange['kind'], TagTone> = { added: 'ok', removed: 'err', changed: 'warn' }
const signs: Record<FieldChange['kind'], string> = { added: '+ added', removed: '− removed', changed: '~ changed' }

/** Changes listed; the text below has all of them. */
const shownMax = 500

/** What became of the fields, in words. */
export function FieldChanges({ changes }: { changes: readonly FieldChange[] }) {
  const count = (kind: FieldChange['kind']) => changes.filter(change => change.kind === kind).length
  const counts = (['added', 'removed', 'changed'] as const)
    .filter(kind => count(kind) > 0)
    .map(kind => `${count(kind)} ${kind}`)
  return (
    <section className={paneClasses.section} aria-label="Fields">
      <header className={paneClasses.sectionHead}>
        <h2>Fields</h2>
        <span>{counts.length > 0 ? counts.join(', ') : 'none was added, removed or changed'}</span>
      </header>
      {changes.length > 0 && (
        <ul className={classes.list} tabIndex={0} aria-label="Changed fields">
          {changes.slice(0, shownMax).map((change, i) => (
            <li key={i} className={classes.change}>
              <span>
                <Tag tone={tones[change.kind]}>{signs[change.kind]}</Tag>
              </span>
              <code title={change.path}>{change.path}</code>
              <span>{change.what.join('; ')}</span>
            </li>
          ))}
          {changes.length > shownMax && <li className={classes.change}>{changes.length - shownMax} more</li>}
        </ul>
      )}
    </section>
  )
}
