import { IconArrowRight, IconFileUnknown } from '@tabler/icons-react'
import type { SchemaVersion, SubjectDetail } from '../../../shared/contract/schemas'
import { useCall } from '../../state/query'
import { Button } from '../../ui/Button'
import { Empty } from '../../ui/Empty'
import { Failure } from '../../ui/Failure'
import type { Loaded } from '../../ui/loaded'
import { LoadedView } from '../../ui/LoadedView'
import { Pane } from '../../ui/Pane'
import { Tabs } from '../../ui/Tabs'
import { Tag } from '../../ui/Tag'
import type { SchemasAddress } from './address'
import { Changes } from './Changes'
import { CopyMenu } from './CopyMenu'
import { SubjectFacts } from './Facts'
import { SchemaContent } from './SchemaContent'
import classes from './Schemas.module.css'
import { typeWord } from './SubjectList'
import type { Go } from './address'
import { VersionSelect } from './VersionSelect'

const everyMs = 10_000

interface SubjectProps {
  subject: string
  address: SchemasAddress
  go: Go
}

/** One subject: a version of it, or what changed between two. */
export function Subject({ subject, address, go }: SubjectProps) {
  const loaded = useCall(
    `schemas.subject ${subject}`,
    (client, signal) => client.schemas.subject({ subject }, { signal }),
    { everyMs, doing: 'Reading the subject' },
  )
  const shown = loaded.data && chooseVersions(loaded.data, address)
  const version = useVersion(subject, shown?.version ?? null)
  const older = useVersion(subject, shown?.diff ?? null)
  const title = (
    <code className={classes.name} title={subject}>
      {subject}
    </code>
  )
  const wrong = wrongVersion(loaded.data, address)
  if (loaded.problem?.code === 'subject-unknown') {
    return (
      <Pane title={title} label={subject} className={classes.subject}>
        <Failure problem={loaded.problem}>The list is not touched by that.</Failure>
      </Pane>
    )
  }
  if (loaded.data && wrong !== null) {
    return (
      <Pane title={title} label={subject} className={classes.subject}>
        <WrongVersion wrong={wrong} detail={loaded.data} go={go} />
      </Pane>
    )
  }
  const { data: detail } = loaded
  return (
    <Pane
      title={title}
      label={subject}
      className={classes.subject}
      tags={version.data && detail && <SubjectTags version={version.data} detail={detail} />}
      aside={version.data && <CopyMenu version={version.data} />}
      toolbar={detail && shown && <Toolbar detail={detail} shown={shown} go={go} />}
    >
      <LoadedView loaded={loaded} elsewhere="The list goes on.">
        {known =>
          shown && shown.diff !== null ? (
            <Changes older={older} newer={version} layout={address.layout} go={go} />
          ) : (
            <div className={classes.columns}>
              <div className={classes.main}>
                <LoadedView loaded={version}>{schema => <SchemaContent version={schema} />}</LoadedView>
              </div>
              <SubjectFacts detail={known} version={version.data} go={go} />
            </div>
          )
        }
      </LoadedView>
    </Pane>
  )
}

/** A version's schema; it does not change while it is there. */
function useVersion(subject: string, version: number | null): Loaded<SchemaVersion> {
  return useCall(
    version === null ? null : `schemas.version ${version} ${subject}`,
    (client, signal) => client.schemas.version({ subject, version: version! }, { signal }),
    { doing: 'Reading the schema' },
  )
}

interface Shown {
  version: number
  diff: number | null
}

/** The version that the address names, else the newest that is not deleted, else the newest. */
function chooseVersions({ versions }: SubjectDetail, address: SchemasAddress): Shown | null {
  const newest = versions.findLast(({ isDeleted }) => !isDeleted) ?? versions.at(-1)
  const has = (wanted: number | null) => wanted === null || versions.some(({ version }) => version === wanted)
  if (!newest || !has(address.version) || !has(address.diff)) return null
  return { version: address.version ?? newest.version, diff: address.diff }
}

/** What the address asks for and the subject does not have. */
function wrongVersion(detail: SubjectDetail | null, address: SchemasAddress): string | null {
  if (address.wrongVersion !== null) return address.wrongVersion
  const known = detail?.versions.map(({ version }) => version)
  const missing = [address.version, address.diff].find(
    version => version !== null && known?.includes(version) === false,
  )
  return missing === undefined || missing === null ? null : String(missing)
}

function WrongVersion({ wrong, detail, go }: { wrong: string; detail: SubjectDetail; go: Go }) {
  const versions = detail.versions.map(({ version }) => version)
  const said = versions.length === 1 ? 'the version 1' : `the versions ${versions[0]} to ${versions.at(-1)}`
  return (
    <Empty
      icon={IconFileUnknown}
      title={`There is no version ${wrong.slice(0, 40)}`}
      actions={<Button onClick={() => go({ version: null, diff: null })}>Show the newest</Button>}
    >
      {`The address asks for it; the subject has ${versions.length === 1 ? `only version ${versions[0]}` : said}.`}
    </Empty>
  )
}

function SubjectTags({ version, detail }: { version: SchemaVersion; detail: SubjectDetail }) {
  return (
    <>
      <Tag>{typeWord(version.type)}</Tag>
      <Tag>{`id ${version.id}`}</Tag>
      {(version.isDeleted || detail.isDeleted) && <Tag tone="warn">deleted</Tag>}
    </>
  )
}

interface ToolbarProps {
  detail: SubjectDetail
  shown: Shown
  go: Go
}

function Toolbar({ detail, shown, go }: ToolbarProps) {
  const versions = detail.versions.map(({ version }) => version)
  const before = versions[versions.indexOf(shown.version) - 1] ?? versions.find(other => other !== shown.version)
  const isDiff = shown.diff !== null
  return (
    <>
      <Tabs
        label="What is shown of the subject"
        tabs={[
          { id: 'schema' as const, title: 'Schema' },
          ...(before === undefined && !isDiff ? [] : [{ id: 'changes' as const, title: 'Changes' }]),
        ]}
        value={isDiff ? 'changes' : 'schema'}
        onChange={tab => go({ diff: tab === 'schema' ? null : (before ?? null) })}
      />
      <div className={classes.end}>
        {isDiff && (
          <>
            <VersionSelect
              label="From"
              detail={detail}
              value={shown.diff!}
              onChange={diff => go({ version: shown.version, diff })}
            />
            <IconArrowRight size={14} stroke={1.6} aria-hidden />
          </>
        )}
        <VersionSelect
          label={isDiff ? 'To' : 'Version'}
          detail={detail}
          value={shown.version}
          onChange={version => go({ version, diff: shown.diff })}
        />
      </div>
    </>
  )
}
