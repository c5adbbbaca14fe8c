import { IconCheck } from '@tabler/icons-react'
import type { Health } from '../../shared/contract/lifecycle'
import { provision, useBusyCommand, useHealth, useSeen } from '../state/lifecycle'
import { useGettingReady } from '../state/ready'
import { Button } from '../ui/Button'
import { formatDuration } from '../ui/format'
import { useWallNow } from '../ui/hooks'
import { serviceMarks, serviceTitles, serviceWords, stepMarks } from '../ui/marks'
import { ProblemText } from '../ui/ProblemText'
import { StateMark, type Mark } from '../ui/StateMark'
import classes from './FirstStart.module.css'

interface Row {
  key: string
  title: string
  mark: Mark
  detail: string
  problem: Health['steps'][number]['problem']
}

/** What happens while the stack comes up, step by step. */
export function FirstStart() {
  const health = useHealth(whole => whole)
  const isGettingReady = useGettingReady()
  if (!health || !isGettingReady) return null
  return <StartCard health={health} />
}

function StartCard({ health }: { health: Health }) {
  const now = useWallNow(200)
  const seen = useSeen()
  const busy = useBusyCommand()
  const services = health.services.filter(({ state }) => state !== 'absent').map(serviceRow)
  const steps = health.steps.map(stepRow)
  const rows = [...services, ...steps]
  const done = rows.filter(({ mark }) => mark === 'ok' || mark === 'slow').length
  const failed = health.steps.find(({ state }) => state === 'failed')
  const since = seen.run ? now - seen.run.from : null
  const working = rows.findLast(({ mark }) => mark === 'working')
  return (
    <section className={classes.card} aria-labelledby="first-start" data-map-panel>
      <header className={classes.head}>
        <h2 id="first-start">Getting the city ready</h2>
        <p>The first start makes everything; later ones take about a second.</p>
        <progress max={rows.length} value={done} aria-label="Steps done" />
        <p className={classes.sum} role="status">
          <span>
            {done} of {rows.length} steps done
          </span>
          {since !== null && <span aria-hidden>{formatDuration(since)}</span>}
        </p>
      </header>
      <div className={classes.scroll}>
        <Rows title="Services on this machine" rows={services} seen={seen} now={now} />
        <Rows title="What the city needs in them" rows={steps} seen={seen} now={now} />
      </div>
      <footer className={classes.foot}>
        {failed ? (
          <>
            <span>The steps after {failed.title} wait for it.</span>
            <Button kind="primary" disabled={busy === 'provision'} onClick={() => void provision(failed.id)}>
              Retry
            </Button>
          </>
        ) : (
          <code>{working ? `${working.title}: ${working.detail}` : 'waiting for the first record'}</code>
        )}
      </footer>
    </section>
  )
}

function Rows({
  title,
  rows,
  seen,
  now,
}: {
  title: string
  rows: Row[]
  seen: ReturnType<typeof useSeen>
  now: number
}) {
  if (rows.length === 0) return null
  return (
    <div className={classes.rows}>
      <h3>{title}</h3>
      <ul>
        {rows.map(row => {
          const times = seen[row.key]
          return (
            <li key={row.key} data-mark={row.mark}>
              {row.mark === 'ok' ? (
                <IconCheck size={14} stroke={2} color="var(--ok)" role="img" aria-label="done" />
              ) : (
                <StateMark mark={row.mark} />
              )}
              <b>{row.title}</b>
              <span>{row.detail}</span>
              <time aria-hidden>{times && formatDuration((times.to ?? now) - times.from)}</time>
              {row.problem && (
                <div className={classes.problem}>
                  <ProblemText problem={row.problem} />
                </div>
              )}
            </li>
          )
        })}
      </ul>
    </div>
  )
}

function serviceRow({ name, state, address, note, problem }: Health['services'][number]): Row {
  const detail =
    state === 'waiting' ? serviceWords.waiting : [address ?? serviceWords[state], note].filter(Boolean).join(', ')
  return { key: `service:${name}`, title: serviceTitles[name], mark: serviceMarks[state], detail, problem }
}

function stepRow({ id, title, state, detail, problem }: Health['steps'][number]): Row {
  const words = { unknown: '', checking: 'looks', applying: 'makes', done: '', failed: 'failed', skipped: 'not needed' }
  const mark = state === 'skipped' ? 'ok' : stepMarks[state]
  return { key: `step:${id}`, title, mark, detail: detail ?? words[state], problem }
}
