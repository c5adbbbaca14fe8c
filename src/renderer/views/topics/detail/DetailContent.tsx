import { useMemo, useState } from 'react'
import { Link } from 'wouter'
import type { DecodedDetail, RecordDetail } from '../../../../shared/contract/records'
import { Button } from '../../../ui/Button'
import { CodeBlock } from '../../../ui/CodeBlock'
import { formatBytes, formatCount, formatZone } from '../../../ui/format'
import { Segments } from '../../../ui/Segments'
import type { DetailTab } from '../address'
import { formatMoment } from '../city-time'
import { indented } from '../json'
import { subjectAddress } from '../links'
import { visibleText } from '../text'
import { Decoded, kindWords, sizeWords } from './Decoded'
import classes from './Detail.module.css'
import { bytesOf } from './hex'
import { HexDump } from './HexDump'
import { LongText } from './LongText'

/** Rows of bytes that the value's tab shows; the others are in a tab of their own. */
const firstHexRows = 6
/** Longer text is drawn line by line as it comes into sight, without colours. */
const colouredCharsMax = 20_000

interface DetailContentProps {
  record: RecordDetail
  tab: DetailTab
  onTab(tab: DetailTab): void
}

/** What the chosen tab shows of a record. */
export function DetailContent({ record, tab, onTab }: DetailContentProps) {
  switch (tab) {
    case 'value':
      return <ValueTab record={record} onTab={onTab} />
    case 'raw':
      return <RawTab part={record.value} />
    case 'bytes':
      return <BytesTab record={record} />
    case 'key':
      return (
        <div className={classes.scrolls}>
          <Decoded part={record.key} label="Key" />
          <BytesSection title="key" part={record.key} />
          <SchemaLine part={record.key} />
        </div>
      )
    case 'headers':
      return <HeadersTab record={record} />
    case 'schema':
      return <SchemaTab record={record} />
  }
}

function ValueTab({ record, onTab }: { record: RecordDetail; onTab(tab: DetailTab): void }) {
  const { value } = record
  return (
    <div className={classes.scrolls}>
      <Decoded part={value} label="Value" />
      <BytesSection title="value" part={value} onAll={() => onTab('bytes')} />
      <Facts record={record} />
    </div>
  )
}

function RawTab({ part: { kind, text, isCut } }: { part: DecodedDetail }) {
  if (kind === 'null') return <p className={classes.null}>null</p>
  if (text.length > colouredCharsMax || isCut) return <LongText text={text} isCut={isCut} label="Value as text" />
  const isJson = kind === 'avro' || kind === 'json' || kind === 'json-schema'
  return (
    <div className={classes.code}>
      <CodeBlock
        text={isJson ? text : visibleText(text)}
        language={isJson ? 'json' : 'text'}
        label="Value as text"
        wraps
      />
    </div>
  )
}

interface BytesSectionProps {
  title: string
  part: DecodedDetail
  onAll?(): void
}

/** The first bytes, with what they mean. */
function BytesSection({ title, part, onAll }: BytesSectionProps) {
  const bytes = useMemo(() => bytesOf(part.base64 ?? ''), [part.base64])
  if (part.base64 === null || part.sizeBytes === null) return null
  const isMore = bytes.length > firstHexRows * 8
  return (
    <section className={classes.section} aria-label={`Bytes of the ${title}`}>
      <h3>
        Bytes <small>{`${title}, ${formatCount(part.sizeBytes)} bytes`}</small>
      </h3>
      <HexDump
        bytes={bytes}
        isFramed={part.schemaId !== null}
        label={`First bytes of the ${title}`}
        rows={firstHexRows}
      />
      <FrameLegend part={part} />
      {isMore && onAll && (
        <Button kind="link" className={classes.all} onClick={onAll}>
          All bytes
        </Button>
      )}
    </section>
  )
}

function BytesTab({ record: { key, value } }: { record: RecordDetail }) {
  const [which, setWhich] = useState<'value' | 'key'>('value')
  const part = which === 'value' ? value : key
  const bytes = useMemo(() => bytesOf(part.base64 ?? ''), [part.base64])
  return (
    <div className={classes.fills}>
      <div className={classes.bar}>
        <Segments<'value' | 'key'>
          label="Whose bytes"
          options={[
            { value: 'value', title: 'Value' },
            { value: 'key', title: 'Key' },
          ]}
          value={which}
          onChange={setWhich}
        />
        <span>{part.sizeBytes === null ? 'null' : `${formatCount(part.sizeBytes)} bytes`}</span>
      </div>
      {part.reason && part.kind === 'bytes' && <p className={classes.reason}>{visibleText(part.reason)}</p>}
      {part.sizeBytes !== null && bytes.length > 0 && (
        <HexDump key={which} bytes={bytes} isFramed={part.schemaId !== null} label={`Bytes of the ${which}`} />
      )}
      <div className={classes.below}>
        <FrameLegend part={part} />
        {part.sizeBytes !== null && bytes.length < part.sizeBytes && (
          <p className={classes.reason}>
            These are the first {formatBytes(bytes.length)} of {formatBytes(part.sizeBytes)}.
          </p>
        )}
      </div>
    </div>
  )
}

/** What the coloured bytes are. */
function FrameLegend({ part: { schemaId } }: { part: DecodedDetail }) {
  if (schemaId === null) return null
  return (
    <ul className={classes.legend}>
      <li data-role="magic">magic byte 0: Confluent format</li>
      <li data-role="id">schema id {schemaId} (4 bytes, big endian)</li>
    </ul>
  )
}

function HeadersTab({ record: { headers, headersCount } }: { record: RecordDetail }) {
  if (headersCount === 0) return <p className={classes.null}>No headers</p>
  return (
    <div className={classes.scrolls}>
      {headers.map(({ name, value }, i) => (
        <section key={i} className={classes.header} aria-label={`Header ${name}`}>
          <h3>{visibleText(name)}</h3>
          <Decoded part={value} label="Header" />
          {value.kind === 'bytes' && <p className={classes.short}>{visibleText(value.text)}</p>}
        </section>
      ))}
      {headersCount > headers.length && (
        <p className={classes.reason}>
          The first {formatCount(headers.length)} of {formatCount(headersCount)} headers.
        </p>
      )}
    </div>
  )
}

function SchemaTab({ record: { key, value } }: { record: RecordDetail }) {
  const parts = [
    { title: 'Value', part: value },
    { title: 'Key', part: key },
  ].filter(({ part }) => part.schemaId !== null)
  if (parts.length === 0) {
    return <p className={classes.null}>Neither key nor value names a schema of the registry.</p>
  }
  return (
    <div className={classes.scrolls}>
      {parts.map(({ title, part }) => (
        <section key={title} className={classes.section} aria-label={`Schema of the ${title.toLowerCase()}`}>
          <h3>
            {title}{' '}
            <small>
              {part.schema?.type ?? 'unknown type'}, id {part.schemaId}
            </small>
          </h3>
          <SchemaLine part={part} />
          {part.schema ? (
            <CodeBlock text={indented(part.schema.text)} language="json" label={`Schema of the ${title}`} />
          ) : (
            <p className={classes.reason}>{part.reason ?? 'The registry did not give this schema.'}</p>
          )}
        </section>
      ))}
    </div>
  )
}

function SchemaLine({ part: { schema } }: { part: DecodedDetail }) {
  if (!schema || schema.subjects.length === 0) return null
  return (
    <ul className={classes.subjects}>
      {schema.subjects.map(({ subject, version }) => (
        <li key={`${subject} ${version}`}>
          <Link href={subjectAddress(subject, version)}>
            {subject}, version {version}
          </Link>
        </li>
      ))}
    </ul>
  )
}

function Facts({ record }: { record: RecordDetail }) {
  const { timestamp, timestampType, key, value, batch } = record
  const subject = value.schema?.subjects[0]
  return (
    <dl className={classes.facts}>
      <dt>Timestamp</dt>
      <dd className={classes.mono}>
        {timestamp === null ? 'none' : `${formatMoment(timestamp)} ${formatZone(timestamp)}`}
      </dd>
      {timestamp !== null && timestampType === 'appended' && (
        <>
          <dt>Set by</dt>
          <dd>the broker, when it was appended</dd>
        </>
      )}
      {value.schemaId !== null && (
        <>
          <dt>Schema</dt>
          <dd>
            {subject ? (
              <Link href={subjectAddress(subject.subject, subject.version)}>
                {shortSubject(subject.subject)}, version {subject.version}
              </Link>
            ) : (
              `id ${value.schemaId}`
            )}
          </dd>
        </>
      )}
      <dt>Key</dt>
      <dd className={classes.ellipsis}>
        {key.kind === 'null' ? 'null' : `${kindWords[key.kind]} ${visibleText(oneLine(key.text.slice(0, 200)))}`}
      </dd>
      <dt>Size</dt>
      <dd>{sizeWords(key, value)}</dd>
      <dt>Batch</dt>
      <dd>
        {formatCount(batch.records)} {batch.records === 1 ? 'record' : 'records'}, {formatBytes(batch.sizeBytes)}
        {batch.codec !== 'none' && `, ${batch.codec}`}
        {batch.isTransactional && ', in a transaction'}
      </dd>
    </dl>
  )
}

function oneLine(text: string): string {
  return text.replace(/\n\s*/g, ' ')
}

/** The last words of a long name, which tell more than its beginning. */
function shortSubject(subject: string): string {
  const words = subject.split('.')
  let short = words.pop()!
  while (words.length > 0 && short.length + words.at(-1)!.length < shortSubjectMax) short = `${words.pop()!}.${short}`
  return short.length > 2 * shortSubjectMax ? `…${short.slice(-2 * shortSubjectMax)}` : short
}

const shortSubjectMax = 20
