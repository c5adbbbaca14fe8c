import { IconArrowUpRight } from '@tabler/icons-react'
import { Fragment, useState, type ReactNode } from 'react'
import { Link } from 'wouter'
import type { ConnectorDetail, ConnectWorker } from '../../../shared/contract/connect'
import { formatCount } from '../../ui/format'
import classes from './Facts.module.css'
import { simpleName } from './states'

/** Topics shown at first, and added by each click. */
const shownFirst = 8
const shownMore = 100

/** What there is to know of a connector beside its tasks and settings. */
export function ConnectorFacts({ detail, worker }: { detail: ConnectorDetail; worker: ConnectWorker | null }) {
  const { className, pluginVersion, type, workerId, topics } = detail
  return (
    <aside className={classes.column} aria-label="About the connector" tabIndex={0}>
      <Part title="Class">
        <p className={classes.strong} title={className}>
          {simpleName(className) || 'not said'}
        </p>
        <p className={classes.mono}>{breakable(className)}</p>
        <p>
          {[type === 'unknown' ? null : type, pluginVersion && `version ${pluginVersion}`].filter(Boolean).join(', ')}
        </p>
      </Part>
      <Part title="Worker">
        <p className={classes.mono}>{workerId ?? 'none'}</p>
        {worker?.version && <p>{`Connect ${worker.version}`}</p>}
      </Part>
      <Part title="Topics" count={topics?.length}>
        <Topics topics={topics} isSink={type === 'sink'} />
      </Part>
    </aside>
  )
}

function Part({ title, count, children }: { title: string; count?: number; children: ReactNode }) {
  return (
    <section className={classes.part}>
      <h3>
        {title}
        {count !== undefined && <span>{formatCount(count)}</span>}
      </h3>
      {children}
    </section>
  )
}

function Topics({ topics, isSink }: { topics: string[] | null; isSink: boolean }) {
  const [shown, setShown] = useState(shownFirst)
  if (topics === null) return <p>This worker does not tell which topics a connector uses.</p>
  if (topics.length === 0) return <p>{isSink ? 'It has read none yet.' : 'It has written to none yet.'}</p>
  return (
    <>
      {topics.slice(0, shown).map(topic => (
        <Link key={topic} className={classes.link} href={`/topics/${encodeURIComponent(topic)}`} title={topic}>
          <span>
            <bdi>{topic}</bdi>
          </span>
          <IconArrowUpRight size={13} stroke={1.8} aria-hidden />
        </Link>
      ))}
      {topics.length > shown && (
        <button type="button" className={classes.more} onClick={() => setShown(count => count + shownMore)}>
          {formatCount(topics.length - shown)} more
        </button>
      )}
    </>
  )
}

/** A long class breaks after its dots rather than in a word. */
function breakable(className: string) {
  return className.split(/(?<=\.)/).map((part, i) => (
    <Fragment key={i}>
      {i > 0 && <wbr />}
      {part}
    </Fragment>
  ))
}
