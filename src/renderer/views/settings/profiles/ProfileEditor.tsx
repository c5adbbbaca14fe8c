import { useRef, useState } from 'react'
import { useLocation } from 'wouter'
import type { ProfileDetail, ProfileSummary } from '../../../../shared/contract/profiles'
import { askForSwitch } from '../../../state/profiles'
import { useCommand } from '../../../state/query'
import { Button } from '../../../ui/Button'
import { Confirm } from '../../../ui/Confirm'
import { ProblemText } from '../../../ui/ProblemText'
import { Tag } from '../../../ui/Tag'
import { profileAddress } from '../address'
import { ConnectionTest, type TestRun } from './ConnectionTest'
import { dropDraft, keepDraft, newKey, useDrafts } from './drafts'
import { draftOf, emptyForm, formOf, isChanged, mistakesOf, type FieldName, type Mistakes } from './form-state'
import { EmbeddedFacts } from './EmbeddedFacts'
import { ProfileFields } from './ProfileFields'
import classes from './Profiles.module.css'

interface ProfileEditorProps {
  /** Null: a new profile. */
  summary: ProfileSummary | null
  /** Null: a new profile, or one that cannot be read. */
  detail: ProfileDetail | null
  isCurrent: boolean
  onListChange(): void
}

/** One profile: its fields, what can be done with it, and the test of its connection. */
export function ProfileEditor({ summary, detail, isCurrent, onListChange }: ProfileEditorProps) {
  const [, navigate] = useLocation()
  const key = summary?.id ?? newKey
  const saved = detail?.fields ? formOf(detail.fields) : emptyForm()
  const form = useDrafts(store => store.forms[key]) ?? saved
  const [left, setLeft] = useState<ReadonlySet<FieldName> | 'all'>(new Set())
  const [run, setRun] = useState<TestRun | null>(null)
  const save = useCommand('Saving the profile')
  const body = useRef<HTMLDivElement>(null)

  const isFixed = summary !== null && summary.kind !== 'saved'
  const secretsSet = detail?.secretsSet ?? []
  const changed = !isFixed && isChanged(form, detail)
  const found = isFixed ? {} : mistakesOf(form, secretsSet)
  const shown = withSentBack(shownMistakes(found, left), save.problem)
  const hasMistakes = Object.keys(found).length > 0

  /** Shows all mistakes and goes to the first; false: there is one. */
  const isGood = () => {
    if (!hasMistakes) return true
    setLeft('all')
    // The fields are marked in the next frame.
    requestAnimationFrame(() => body.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
    return false
  }
  const onSave = async () => {
    if (!isGood()) return
    const done = await save.run(client => client.profiles.save({ id: summary?.id ?? null, draft: draftOf(form) }))
    if (!done) return
    dropDraft(key)
    onListChange()
    if (!summary) navigate(profileAddress(done), { replace: true })
  }
  const onTest = () => {
    if (!isGood()) return
    const draft = changed || summary === null ? draftOf(form) : null
    setRun({ number: (run?.number ?? 0) + 1, id: summary?.id ?? null, draft, form: JSON.stringify(form) })
  }
  const testHindrance = summary?.id === 'embedded' && !isCurrent ? 'Its services run once the app works with it.' : null
  return (
    <div className={classes.editor}>
      <header className={classes.head}>
        <h2>{summary?.title ?? 'New profile'}</h2>
        {isCurrent && <Tag tone="ok">in use</Tag>}
        {isFixed && <Tag>{summary.kind === 'file' ? 'from a file' : 'built in'}</Tag>}
        {changed && summary && <Tag tone="info">edited</Tag>}
        <div className={classes.actions}>
          {changed && <Button onClick={() => dropDraft(key)}>Discard</Button>}
          {!isFixed && !summary?.problem && (
            <Button
              kind={changed ? 'primary' : 'plain'}
              disabled={!changed || save.isBusy}
              onClick={() => void onSave()}
            >
              {save.isBusy ? 'Saving' : 'Save'}
            </Button>
          )}
          {summary && <Actions summary={summary} isCurrent={isCurrent} changed={changed} onListChange={onListChange} />}
        </div>
      </header>
      {save.problem && (
        <div className={classes.problem} role="alert">
          <ProblemText problem={save.problem} />
        </div>
      )}
      <div className={classes.content} ref={body}>
        <div className={classes.fields}>
          {summary?.problem ? (
            <div className={classes.problem}>
              <ProblemText problem={summary.problem} />
            </div>
          ) : summary && detail?.fields === null ? (
            <EmbeddedFacts addresses={summary.addresses} />
          ) : (
            <ProfileFields
              form={form}
              secretsSet={secretsSet}
              mistakes={shown}
              isFixed={isFixed}
              onChange={change => {
                save.dismiss()
                keepDraft(key, { ...form, ...change })
              }}
              onLeave={field => left !== 'all' && setLeft(new Set([...left, field]))}
            />
          )}
        </div>
        {!summary?.problem && (
          <ConnectionTest
            run={run}
            isOutdated={run !== null && run.form !== JSON.stringify(form)}
            hindrance={testHindrance}
            onTest={onTest}
          />
        )}
      </div>
    </div>
  )
}

interface ActionsProps {
  summary: ProfileSummary
  isCurrent: boolean
  changed: boolean
  onListChange(): void
}

function Actions({ summary, isCurrent, changed, onListChange }: ActionsProps) {
  const [, navigate] = useLocation()
  const [isAsking, setAsking] = useState(false)
  const duplicate = useCommand('Duplicating the profile')
  const remove = useCommand('Deleting the profile')
  const { id, kind, problem } = summary
  const onDuplicate = async () => {
    const copy = await duplicate.run(client => client.profiles.duplicate({ id }))
    if (!copy) return
    onListChange()
    navigate(profileAddress(copy))
  }
  const onRemove = async () => {
    const list = await remove.run(client => client.profiles.remove({ id }))
    if (!list) return
    dropDraft(id)
    onListChange()
    navigate(profileAddress(null), { replace: true })
  }
  return (
    <>
      {id !== 'embedded' && !problem && (
        <Button disabled={duplicate.isBusy} title={duplicate.problem?.message} onClick={() => void onDuplicate()}>
          Duplicate
        </Button>
      )}
      {kind === 'saved' && (
        <Button
          kind="danger"
          disabled={isCurrent}
          title={isCurrent ? 'The app works with it: switch to another profile first' : undefined}
          onClick={() => setAsking(true)}
        >
          Delete…
        </Button>
      )}
      {!problem && (
        <Button
          kind={changed || isCurrent ? 'plain' : 'primary'}
          disabled={changed}
          title={changed ? 'Save or discard the changes first' : undefined}
          onClick={() => askForSwitch(summary)}
        >
          {isCurrent ? 'Open anew' : 'Use'}
        </Button>
      )}
      {isAsking && (
        <Confirm
          title={`Delete ${summary.title}?`}
          action="Delete"
          isDangerous
          isBusy={remove.isBusy}
          problem={remove.problem}
          onConfirm={() => void onRemove()}
          onClose={() => setAsking(false)}
        >
          <p>Its addresses and passwords are forgotten. Nothing is changed in the services.</p>
        </Confirm>
      )}
    </>
  )
}

/** Those of fields that were left, or of all after an attempt to save. */
function shownMistakes(found: Mistakes, left: ReadonlySet<FieldName> | 'all'): Mistakes {
  if (left === 'all') return found
  return Object.fromEntries(Object.entries(found).filter(([field]) => left.has(field as FieldName)))
}

/** The app may ask for a secret again: it says so where the field is. */
function withSentBack(mistakes: Mistakes, problem: { code: string; where: string; message: string } | null): Mistakes {
  return problem?.code === 'secret-needed' ? { ...mistakes, [problem.where]: problem.message } : mistakes
}
