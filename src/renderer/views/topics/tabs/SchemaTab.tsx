import { IconBraces } from '@tabler/icons-react'
import { Link } from 'wouter'
import type { TopicDetail, TopicSubject } from '../../../../shared/contract/topics'
import { useCall } from '../../../state/query'
import { CodeBlock } from '../../../ui/CodeBlock'
import { Empty } from '../../../ui/Empty'
import { LoadedView } from '../../../ui/LoadedView'
import { Tag } from '../../../ui/Tag'
import { indented } from '../json'
import { subjectAddress } from '../links'
import classes from './Tabs.module.css'

/** The newest schemas of the subjects that are named after the topic. */
export function SchemaTab({ detail: { subjects, subjectsReason } }: { detail: TopicDetail }) {
  if (subjects.length === 0) {
    return (
      <Empty icon={IconBraces} title={subjectsReason === null ? 'No schema is named after this topic' : 'No schemas'}>
        {subjectsReason ??
          'Records may still be in a format of the registry, under a subject with another name: a record’s detail says which.'}
      </Empty>
    )
  }
  return (
    <div className={classes.schemas}>
      {subjectsReason && <p className={classes.note}>{subjectsReason}</p>}
      {subjects.map(subject => (
        <Schema key={subject.subject} subject={subject} />
      ))}
    </div>
  )
}

function Schema({ subject: { subject, side, version, id, type } }: { subject: TopicSubject }) {
  const schema = useCall(
    `schema ${subject} ${version}`,
    (client, signal) => client.schemas.version({ subject, version }, { signal }),
    { doing: 'Reading the schema' },
  )
  return (
    <section className={classes.schema} aria-label={`Schema of the ${side}`}>
      <header>
        <h2>{side === 'key' ? 'Key' : 'Value'}</h2>
        <Tag>{type}</Tag>
        <span>
          version <b>{version}</b>, id <b>{id}</b>
        </span>
        <Link href={subjectAddress(subject, version)}>{subject}</Link>
      </header>
      <LoadedView loaded={schema}>
        {({ text, isCut }) => (
          <>
            <CodeBlock text={indented(text)} language="json" label={`Schema of the ${side}`} />
            {isCut && <p className={classes.note}>This is only its beginning: the schema is very large.</p>}
          </>
        )}
      </LoadedView>
    </section>
  )
}
