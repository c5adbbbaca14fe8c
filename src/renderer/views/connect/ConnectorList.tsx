import { IconFilterOff } from '@tabler/icons-react'
import { useMemo } from 'react'
import type { ConnectOverview, ConnectorSummary } from '../../../shared/contract/connect'
import { Button } from '../../ui/Button'
import { Empty } from '../../ui/Empty'
import { formatCount } from '../../ui/format'
import type { Loaded } from '../../ui/loaded'
import { LoadedView } from '../../ui/LoadedView'
import { Pane } from '../../ui/Pane'
import { SearchField } from '../../ui/SearchField'
import { Segments } from '../../ui/Segments'
import { StateMark } from '../../ui/StateMark'
import { Table, type Column } from '../../ui/Table'
import { Tag } from '../../ui/Tag'
import { shortName } from '../../ui/prefix-tree/tree'
import type { ConnectAddress } from './address'
import classes from './Connect.module.css'
import { NoConnectors } from './NoConnectors'
import { Plugins } from './Plugins'
import { counted, lookOfConnector, reasonOf, simpleName } from './states'
import type { Go } from './address'

const columns: Column<ConnectorSummary>[] = [
  {
    id: 'name',
    title: 'Connector',
    width: 'minmax(150px, 1.3fr)',
    mono: true,
    sortBy: ({ name }) => name,
    render: ({ name }) => (
      <span className={classes.name} title={name}>
        {name}
      </span>
    ),
  },
  {
    id: 'state',
    title: 'State',
    width: 'minmax(156px, 0.8fr)',
    sortBy: ({ state, tasks }) => `${tasks.failed > 0 || state === 'FAILED' ? 0 : 1}${state}`,
    render: ({ state, tasks }) => {
      const { mark, word } = lookOfConnector(state, tasks.failed)
      return (
        <span className={classes.state} data-mark={mark}>
          <StateMark mark={mark} />
          {word}
        </span>
      )
    },
  },
  {
    id: 'tasks',
    title: 'Tasks',
    width: '70px',
    align: 'right',
    sortBy: ({ tasks }) => tasks.total,
    render: ({ tasks }) => (
      <span title={`${tasks.running} of ${counted(tasks.total, 'task')} running`}>
        {tasks.running}/{tasks.total}
      </span>
    ),
  },
  {
    id: 'type',
    title: 'Type',
    width: '80px',
    sortBy: ({ type }) => type,
    render: ({ type }) => <span className={classes.quiet}>{type === 'unknown' ? '' : type}</span>,
  },
  {
    id: 'class',
    title: 'Class',
    width: 'minmax(120px, 1.1fr)',
    sortBy: ({ className }) => simpleName(className),
    render: ({ className }) => <span title={className}>{simpleName(className)}</span>,
  },
  {
    id: 'topics',
    title: 'Topics',
    width: 'minmax(110px, 1.1fr)',
    sortBy: ({ topics }) => topics?.length ?? null,
    render: ({ topics }) => <Topics topics={topics} />,
  },
  {
    id: 'failure',
    title: 'What it says',
    width: 'minmax(140px, 2fr)',
    render: ({ failure }) =>
      failure !== null && (
        <span className={classes.failure} title={failure}>
          {reasonOf(failure)}
        </span>
      ),
  },
]

function Topics({ topics }: { topics: string[] | null }) {
  if (topics === null) return <span className={classes.quiet}>not said</span>
  const [first] = topics
  if (first === undefined) return <span className={classes.quiet}>none yet</span>
  return (
    <span title={topics.join('\n')}>
      {shortName(first)}
      {topics.length > 1 && <span className={classes.quiet}> and {formatCount(topics.length - 1)} more</span>}
    </span>
  )
}

interface ConnectorListProps {
  overview: Loaded<ConnectOverview>
  address: ConnectAddress
  go: Go
}

/** All connectors, or all plugins. */
export function ConnectorList({ overview, address, go }: ConnectorListProps) {
  const { data } = overview
  const { show, filter } = address
  const failed = data?.connectors.filter(({ state, tasks }) => state === 'FAILED' || tasks.failed > 0).length ?? 0
  return (
    <Pane
      title="Connect"
      className={classes.list}
      count={data && formatCount(data.connectors.length)}
      tags={
        <>
          {failed > 0 && (
            <Tag tone="err" mark="failed">
              {failed} failed
            </Tag>
          )}
          {data?.abilities.isReadOnly && <Tag>read-only profile</Tag>}
        </>
      }
      aside={
        <>
          <SearchField
            className={classes.filter}
            value={filter}
            placeholder={show === 'plugins' ? 'Filter by class' : 'Filter by name, class or topic'}
            onChange={value => go({ filter: value }, { replace: true })}
          />
          <Segments
            label="What is listed"
            options={[
              { value: 'connectors', title: 'Connectors' },
              { value: 'plugins', title: 'Plugins' },
            ]}
            value={show}
            onChange={chosen => go({ show: chosen, connector: null, task: null, filter: '' })}
          />
        </>
      }
      foot={data && address.connector === null ? <Worker overview={data} /> : undefined}
    >
      {show === 'plugins' ? (
        <Plugins filter={filter} />
      ) : (
        <LoadedView loaded={overview}>{known => <Rows overview={known} address={address} go={go} />}</LoadedView>
      )}
    </Pane>
  )
}

function Rows({ overview, address, go }: { overview: ConnectOverview; address: ConnectAddress; go: Go }) {
  const { connectors } = overview
  const { filter, connector } = address
  const rows = useMemo(() => connectors.filter(one => matches(one, filter)), [connectors, filter])
  if (connectors.length === 0) return <NoConnectors />
  return (
    <Table
      label="Connectors"
      columns={columns}
      rows={rows}
      rowKey={({ name }) => name}
      selectedKey={connector}
      onSelect={({ name }) => go({ connector: name, task: null }, { replace: connector !== null })}
      empty={
        <Empty
          icon={IconFilterOff}
          title="No connector matches"
          actions={<Button onClick={() => go({ filter: '' }, { replace: true })}>Empty the filter</Button>}
        />
      }
    />
  )
}

function matches({ name, className, topics }: ConnectorSummary, filter: string): boolean {
  const text = `${name} ${className} ${(topics ?? []).join(' ')}`.toLowerCase()
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every(word => text.includes(word))
}

function Worker({ overview: { worker, leftOut } }: { overview: ConnectOverview }) {
  return (
    <>
      <span className={classes.address}>{worker.address}</span>
      {worker.version !== null && <span>version {worker.version}</span>}
      {worker.clusterId !== null && (
        <span className={classes.cluster} title={worker.clusterId}>
          Kafka cluster {worker.clusterId}
        </span>
      )}
      {leftOut > 0 && <span className={classes.warn}>{counted(leftOut, 'connector')} more are not listed</span>}
    </>
  )
}
