import { IconArrowUpRight, IconGitCompare } from '@tabler/icons-react'
import { useState, type ReactNode } from 'react'
import { Link } from 'wouter'
import type { SchemaVersion, SubjectDetail } from '../../../shared/contract/schemas'
import { IconButton } from '../../ui/Button'
import { formatCount } from '../../ui/format'
import { formatAddress, noSubject } from './address'
import classes from './Facts.module.css'
import type { Go } from './useAddress'

/** Versions shown, and other entries added by each click. */
const shownMax = 50

/** Places shown at first. */
const shownFirst = 8

interface FactsProps {
  detail: SubjectDetail
  /** Null while it is read. */
  version: SchemaVersion | null
  go: Go
}

/** What there is to know of a subject beside its schema. */
export function Facts({ detail, version, go }: FactsProps) {
  return (
    <aside className={classes.column} aria-label="About the subject" tabIndex={0}>
      <Part title="Compatibility">
        <p className={classes.strong}>{detail.compatibility.level}</p>
        <p>{levelWords[detail.compatibility.from]}</p>
      </Part>
      <Part title="Topic">
        <Topic topic={detail.topic} />
      </Part>
      <Part title="Versions" count={detail.versions.length}>
        <Versions detail={detail} shown={version?.version ?? null} go={go} />
      </Part>
      {version && <References version={version} />}
    </aside>
  )
}

const levelWords: Record<SubjectDetail['compatibility']['from'], string> = {
  subject: 'set on this subject',
  global: "the registry's own level; this subject has none",
  unsaid: 'for this subject; the registry does not say whether it was set on it',
}

function Part({ title, count, children }: { title: string; count?: number; children: ReactNode }) {
  return (
    <section className={classes.part}>
      <h2>
        {title}
        {count !== undefined && <span>{formatCount(count)}</span>}
      </h2>
      {children}
    </section>
  )
}

function Topic({ topic }: { topic: SubjectDetail['topic'] }) {
  if (!topic) return <p>No topic has this subject in its name; clients may use it all the same.</p>
  const what = topic.part === null ? 'its records' : `its ${topic.part}s`
  if (topic.exists === false) {
    return (
      <>
        <p className={classes.mono}>{topic.topic}</p>
        <p>There is no such topic, though the subject is named as for {what}.</p>
      </>
    )
  }
  return (
    <>
      <Link className={classes.link} href={`/topics/${encodeURIComponent(topic.topic)}`} title={topic.topic}>
        <Ending text={topic.topic} />
        <IconArrowUpRight size={13} stroke={1.8} aria-hidden />
      </Link>
      <p>
        {`${what}, by the name ${topic.strategy === 'TopicNameStrategy' ? '(TopicNameStrategy)' : '(TopicRecordNameStrategy)'}`}
        {topic.exists === null && '; Kafka was not asked whether it is there'}
      </p>
    </>
  )
}

function Versions({ detail, shown, go }: { detail: SubjectDetail; shown: number | null; go: Go }) {
  const newestFirst = [...detail.versions].reverse()
  return (
    <ul className={classes.versions}>
      {newestFirst.slice(0, shownMax).map(({ version, id, isDeleted }) => (
        <li key={version}>
          <button
            type="button"
            className={classes.version}
            aria-current={version === shown || undefined}
            onClick={() => go({ version, diff: null })}
          >
            <b>{version}</b>
            <span>{id === null ? '' : `id ${id}`}</span>
            {isDeleted && <span>deleted</span>}
          </button>
          {shown !== null && version !== shown && (
            <IconButton
              label={`What changed between versions ${Math.min(version, shown)} and ${Math.max(version, shown)}`}
              onClick={() => go({ version: Math.max(version, shown), diff: Math.min(version, shown) })}
            >
              <IconGitCompare size={14} stroke={1.6} />
            </IconButton>
          )}
        </li>
      ))}
      {newestFirst.length > shownMax && <li>{newestFirst.length - shownMax} older ones: choose above</li>}
    </ul>
  )
}

function References({ version }: { version: SchemaVersion }) {
  const { references, referencedBy, sameSchema } = version
  return (
    <>
      <Places title="References" places={references} />
      <Places title="Referred to by" places={referencedBy ?? []} />
      <Places title="The same schema" places={sameSchema ?? []} />
    </>
  )
}

interface Place {
  subject: string
  version: number
  /** The name by which a schema refers to it. */
  name?: string
}

function Places({ title, places }: { title: string; places: readonly Place[] }) {
  const [shown, setShown] = useState(shownFirst)
  if (places.length === 0) return null
  return (
    <Part title={title} count={places.length}>
      {places.slice(0, shown).map(({ subject, version, name }) => (
        <SubjectLink
          key={`${version} ${subject} ${name}`}
          subject={subject}
          version={version}
          note={name === subject ? undefined : name}
        />
      ))}
      {places.length > shown && (
        <button type="button" className={classes.more} onClick={() => setShown(count => count + shownMax)}>
          {formatCount(places.length - shown)} more
        </button>
      )}
    </Part>
  )
}

/** A name whose end says most: it is cut at its beginning. */
function Ending({ text }: { text: string }) {
  return (
    <span>
      <bdi>{text}</bdi>
    </span>
  )
}

function SubjectLink({ subject, version, note }: { subject: string; version: number; note?: string }) {
  return (
    <Link className={classes.link} href={formatAddress({ ...noSubject, subject, version })} title={subject}>
      <Ending text={note ? `${note}: ${subject}` : subject} />
      <small>{`v${version}`}</small>
    </Link>
  )
}
