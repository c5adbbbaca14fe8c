import { IconGitCompare } from '@tabler/icons-react'
import type { SchemaVersion, SubjectDetail } from '../../../shared/contract/schemas'
import { IconButton } from '../../ui/Button'
import { Fact, Facts, FactsPart, FirstOnes, NameLink } from '../../ui/Facts'
import { formatAddress, noSubject, type Go } from './address'
import classes from './Facts.module.css'

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
export function SubjectFacts({ detail, version, go }: FactsProps) {
  return (
    <Facts label="About the subject">
      <FactsPart title="Compatibility">
        <Fact as="strong">{detail.compatibility.level}</Fact>
        <p>{levelWords[detail.compatibility.from]}</p>
      </FactsPart>
      <FactsPart title="Topic">
        <Topic topic={detail.topic} />
      </FactsPart>
      <FactsPart title="Versions" count={detail.versions.length}>
        <Versions detail={detail} shown={version?.version ?? null} go={go} />
      </FactsPart>
      {version && <References version={version} />}
    </Facts>
  )
}

const levelWords: Record<SubjectDetail['compatibility']['from'], string> = {
  subject: 'set on this subject',
  global: "the registry's own level; this subject has none",
  unsaid: 'for this subject; the registry does not say whether it was set on it',
}

function Topic({ topic }: { topic: SubjectDetail['topic'] }) {
  if (!topic) return <p>No topic has this subject in its name; clients may use it all the same.</p>
  const what = topic.part === null ? 'its records' : `its ${topic.part}s`
  if (topic.exists === false) {
    return (
      <>
        <Fact as="mono">{topic.topic}</Fact>
        <p>There is no such topic, though the subject is named as for {what}.</p>
      </>
    )
  }
  return (
    <>
      <NameLink name={topic.topic} href={`/topics/${encodeURIComponent(topic.topic)}`} />
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
  if (places.length === 0) return null
  return (
    <FactsPart title={title} count={places.length}>
      <FirstOnes items={places} first={shownFirst} more={shownMax}>
        {({ subject, version, name }) => (
          <NameLink
            key={`${version} ${subject} ${name}`}
            name={name === undefined || name === subject ? subject : `${name}: ${subject}`}
            href={formatAddress({ ...noSubject, subject, version })}
            note={`v${version}`}
          />
        )}
      </FirstOnes>
    </FactsPart>
  )
}
