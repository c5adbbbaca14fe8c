import { IconPlugConnected } from '@tabler/icons-react'
import { serviceNames } from '../../../../shared/contract/services'
import type { ProfileDraft, ServiceCheck } from '../../../../shared/contract/profiles'
import { useStream } from '../../../state/query'
import { Button } from '../../../ui/Button'
import { serviceTitles } from '../../../ui/marks'
import { ProblemText } from '../../../ui/ProblemText'
import { StateMark, type Mark } from '../../../ui/StateMark'
import classes from './ConnectionTest.module.css'

/** What is tried: a saved profile, or what stands in the form. */
export interface TestRun {
  /** Counts up, so that the same can be tried again. */
  number: number
  id: string | null
  draft: ProfileDraft | null
  /** The form as it was then. */
  form: string
}

type Checks = Partial<Record<ServiceCheck['service'], ServiceCheck>>

const marks: Record<ServiceCheck['state'], Mark> = {
  checking: 'working',
  ok: 'ok',
  warning: 'slow',
  failed: 'failed',
  absent: 'waits',
}

const words: Record<ServiceCheck['state'], string> = {
  checking: 'asking',
  ok: 'works',
  warning: 'works, with a warning',
  failed: 'does not work',
  absent: 'not in this profile',
}

interface ConnectionTestProps {
  run: TestRun | null
  /** The form has changed since. */
  isOutdated: boolean
  /** Why it cannot be tried just now. */
  hindrance: string | null
  onTest(): void
}

/** Tries every service and shows each result as it comes. */
export function ConnectionTest({ run, isOutdated, hindrance, onTest }: ConnectionTestProps) {
  const checks = useStream<ServiceCheck, Checks>(
    run && `test ${run.number}`,
    (client, signal) => client.profiles.test({ id: run!.id, draft: run!.draft }, { signal }),
    (known, check) => ({ ...known, [check.service]: check }),
    { isFinite: true, doing: 'Testing the connection' },
  )
  const results = serviceNames.flatMap(name => checks.data?.[name] ?? [])
  const isBusy = run !== null && (checks.isLoading || results.some(({ state }) => state === 'checking'))
  return (
    <aside className={classes.column} aria-label="Connection test">
      <header className={classes.head}>
        <h2>Connection</h2>
        <span aria-live="polite">{isBusy ? 'Asking each service' : summary(results)}</span>
      </header>
      <div className={classes.ask}>
        <Button
          icon={<IconPlugConnected size={15} stroke={1.6} aria-hidden />}
          disabled={isBusy || hindrance !== null}
          onClick={onTest}
        >
          Test connection
        </Button>
        <p>
          {hindrance ??
            (isOutdated ? 'The form has changed since: test again.' : 'Looks at every service and writes nothing.')}
        </p>
      </div>
      {checks.problem && !checks.data && (
        <div className={classes.result}>
          <StateMark mark="failed" />
          <ProblemText problem={checks.problem} />
        </div>
      )}
      <ul className={classes.list}>
        {results.map(check => (
          <Result key={check.service} check={check} />
        ))}
      </ul>
    </aside>
  )
}

function Result({ check: { service, state, ms, found, problems } }: { check: ServiceCheck }) {
  return (
    <li className={classes.result} data-state={state}>
      <StateMark mark={marks[state]} label={words[state]} />
      <div>
        <p className={classes.name}>
          <b>{serviceTitles[service]}</b>
          <span>
            {words[state]}
            {ms !== null && `, ${ms < 1_000 ? `${ms} ms` : `${(ms / 1_000).toFixed(1)} s`}`}
          </span>
        </p>
        {found && <p className={classes.found}>{found}</p>}
        {problems.map(problem => (
          <ProblemText key={`${problem.code} ${problem.where}`} problem={problem} />
        ))}
      </div>
    </li>
  )
}

function summary(results: ServiceCheck[]): string {
  const asked = results.filter(({ state }) => state !== 'absent')
  if (asked.length === 0) return 'Not tested yet'
  const working = asked.filter(({ state }) => state === 'ok' || state === 'warning').length
  return working === asked.length ? `All ${asked.length} work` : `${working} of ${asked.length} work`
}
