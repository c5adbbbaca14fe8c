import { Fragment } from 'react'
import type { ConnectorDetail, ConnectWorker } from '../../../shared/contract/connect'
import { Fact, Facts, FactsPart, FirstOnes, NameLink } from '../../ui/Facts'
import { simpleName } from './states'

/** Topics shown at first, and added by each click. */
const shownFirst = 8
const shownMore = 100

/** What there is to know of a connector beside its tasks and settings. */
export function ConnectorFacts({ detail, worker }: { detail: ConnectorDetail; worker: ConnectWorker | null }) {
  const { className, pluginVersion, type, workerId, topics } = detail
  return (
    <Facts label="About the connector">
      <FactsPart title="Class">
        <Fact as="strong" title={className}>
          {simpleName(className) || 'not said'}
        </Fact>
        <Fact as="mono">{breakable(className)}</Fact>
        <p>
          {[type === 'unknown' ? null : type, pluginVersion && `version ${pluginVersion}`].filter(Boolean).join(', ')}
        </p>
      </FactsPart>
      <FactsPart title="Worker">
        <Fact as="mono">{workerId ?? 'none'}</Fact>
        {worker?.version && <p>{`Connect ${worker.version}`}</p>}
      </FactsPart>
      <FactsPart title="Topics" count={topics?.length}>
        <Topics topics={topics} isSink={type === 'sink'} />
      </FactsPart>
    </Facts>
  )
}

function Topics({ topics, isSink }: { topics: string[] | null; isSink: boolean }) {
  if (topics === null) return <p>This worker does not tell which topics a connector uses.</p>
  if (topics.length === 0) return <p>{isSink ? 'It has read none yet.' : 'It has written to none yet.'}</p>
  return (
    <FirstOnes items={topics} first={shownFirst} more={shownMore}>
      {topic => <NameLink key={topic} name={topic} href={`/topics/${encodeURIComponent(topic)}`} />}
    </FirstOnes>
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
