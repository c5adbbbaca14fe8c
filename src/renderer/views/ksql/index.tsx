import { IconDatabaseOff } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { Link, useLocation, useSearch } from 'wouter'
import type { KsqlOverview } from '../../../shared/contract/ksql'
import { useCall } from '../../state/query'
import { Empty } from '../../ui/Empty'
import { Failure } from '../../ui/Failure'
import { formatCount } from '../../ui/format'
import { LoadingRows } from '../../ui/LoadingRows'
import type { Loaded } from '../../ui/loaded'
import { StaleLine } from '../../ui/LoadedView'
import { Pane } from '../../ui/Pane'
import { Tag } from '../../ui/Tag'
import { addressOf, parseSelection } from './address'
import { QueryDetails } from './details/QueryDetails'
import { SourceDetails } from './details/SourceDetails'
import classes from './KsqlView.module.css'
import { useRun } from './run/run-store'
import { SourceList } from './SourceList'
import { Workbench, type WorkbenchHandle } from './Workbench'

/** Streams, tables and queries are asked for again so often, ms. */
const overviewEveryMs = 4_000

/** ksqlDB: what there is, details of one of them, and an editor whose rows come as they are made. */
export default function KsqlView() {
  const overview = useCall('ksql overview', (client, signal) => client.ksql.overview(undefined, { signal }), {
    everyMs: overviewEveryMs,
    doing: 'Reading what ksqlDB has',
  })
  if (overview.problem?.code === 'ksql-absent') return <Absent />
  if (!overview.data) {
    return (
      <Pane title="ksqlDB">
        {overview.problem ? (
          <Failure problem={overview.problem} retryAt={overview.retryAt} onRetry={overview.reload}>
            The other views go on.
          </Failure>
        ) : (
          <LoadingRows />
        )}
      </Pane>
    )
  }
  return <Known overview={overview} data={overview.data} />
}

function Known({ overview, data }: { overview: Loaded<KsqlOverview>; data: KsqlOverview }) {
  const [, navigate] = useLocation()
  const selection = parseSelection(useSearch())
  const workbench = useRef<WorkbenchHandle>(null)
  const names = data.sources.map(({ kind, name }) => `${kind} ${name}`).join('\n')
  const words = useCall(`ksql words ${names}`, (client, signal) => client.ksql.words(undefined, { signal }), {
    doing: 'Reading names for the editor',
  })
  const close = () => navigate(addressOf(null))
  useReloadAfterRuns(overview.reload)
  const failed = data.queries.filter(({ state }) => state.toUpperCase() === 'ERROR').length
  return (
    <Pane
      title="ksqlDB"
      count={data.server.version}
      tags={
        <>
          {failed > 0 && (
            <Tag tone="err" mark="failed">
              {formatCount(failed)} failed
            </Tag>
          )}
          {data.isReadOnly && <Tag>this profile only looks</Tag>}
          {data.server.status !== 'RUNNING' && <Tag tone="warn">{data.server.status.toLowerCase()}</Tag>}
        </>
      }
    >
      <div className={classes.all}>
        {overview.problem && <StaleLine loaded={overview} />}
        <div className={classes.columns}>
          <nav className={classes.sources} aria-label="Streams, tables and queries">
            <SourceList overview={data} selection={selection} />
          </nav>
          <div className={classes.workbench}>
            <Workbench handle={workbench} overview={data} words={words.data} />
          </div>
          {selection?.kind === 'query' && (
            <QueryDetails
              key={selection.name}
              id={selection.name}
              isReadOnly={data.isReadOnly}
              onClose={close}
              onGone={() => {
                close()
                overview.reload()
              }}
            />
          )}
          {selection && selection.kind !== 'query' && (
            <SourceDetails
              key={selection.name}
              name={selection.name}
              onClose={close}
              onRun={text => workbench.current?.runText(text)}
            />
          )}
        </div>
      </div>
    </Pane>
  )
}

/** What was run may have made or dropped something. */
function useReloadAfterRuns(reload: () => void): void {
  const isOver = useRun(({ run }) => run !== null && run.state !== 'running')
  useEffect(() => {
    if (isOver) reload()
  }, [isOver, reload])
}

function Absent() {
  return (
    <Pane title="ksqlDB">
      <Empty
        icon={IconDatabaseOff}
        title="This profile has no ksqlDB"
        actions={
          <>
            <Link href="/settings">Open the settings</Link>
            <Link href="/pipeline">See what works instead</Link>
          </>
        }
      >
        The app then counts the entries of each station itself, from the turnstile records that it reads; nothing is
        missing on the map. Add the address of a ksqlDB to the profile to query streams here.
      </Empty>
    </Pane>
  )
}
