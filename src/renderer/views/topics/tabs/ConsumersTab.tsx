import { IconUsersGroup } from '@tabler/icons-react'
import { Link, useLocation } from 'wouter'
import type { TopicConsumer, TopicConsumers } from '../../../../shared/contract/topics'
import type { Loaded } from '../../../ui/loaded'
import { Empty } from '../../../ui/Empty'
import { formatCount } from '../../../ui/format'
import { LoadedView } from '../../../ui/LoadedView'
import { Table, type Column } from '../../../ui/Table'
import { Tag } from '../../../ui/Tag'
import { visibleText } from '../text'
import classes from './Tabs.module.css'

const columns: Column<TopicConsumer>[] = [
  {
    id: 'group',
    title: 'Group',
    width: 'minmax(220px, 2fr)',
    mono: true,
    render: ({ group }) => (
      <Link href={groupAddress(group)} title={visibleText(group)}>
        {visibleText(group)}
      </Link>
    ),
    sortBy: ({ group }) => group,
  },
  {
    id: 'state',
    title: 'State',
    width: '170px',
    render: ({ state }) => <State state={state} />,
    sortBy: ({ state }) => state,
  },
  {
    id: 'lag',
    title: 'Behind by',
    width: '130px',
    align: 'right',
    render: ({ lag }) => <span data-tone={lag > 0 ? 'some' : undefined}>{formatCount(lag)}</span>,
    sortBy: ({ lag }) => lag,
  },
  {
    id: 'partitions',
    title: 'Partitions',
    width: '110px',
    align: 'right',
    render: ({ partitions }) => formatCount(partitions.length),
    sortBy: ({ partitions }) => partitions.length,
  },
  {
    id: 'worst',
    title: 'Worst partition',
    width: 'minmax(160px, 1fr)',
    render: ({ partitions }) => {
      const worst = partitions.reduce<TopicConsumer['partitions'][number] | null>(
        (most, one) => (one.lag > (most?.lag ?? 0) ? one : most),
        null,
      )
      return worst && `${worst.partition}, behind by ${formatCount(worst.lag)}`
    },
  },
]

/** Who reads the topic and how far each is behind. */
export function ConsumersTab({ consumers }: { consumers: Loaded<TopicConsumers> }) {
  const [, navigate] = useLocation()
  return (
    <LoadedView loaded={consumers} elsewhere="Records and partitions can still be read.">
      {({ consumers: rows, looked, groups }) => (
        <div className={classes.tab}>
          <Table
            label="Consumer groups of the topic"
            columns={columns}
            rows={rows}
            rowKey={({ group }) => group}
            onOpen={({ group }) => navigate(groupAddress(group))}
            hasKeys
            empty={
              <Empty icon={IconUsersGroup} title="No group reads this topic">
                A group appears when it has committed an offset. Readers without a group are not seen by the cluster.
              </Empty>
            }
          />
          <footer className={classes.foot}>
            <span>
              <b>{formatCount(rows.length)}</b> of <b>{formatCount(looked)}</b> groups have offsets here
              {looked < groups && `; ${formatCount(groups - looked)} were not asked, since there are so many`}
            </span>
            <span>Enter opens one</span>
          </footer>
        </div>
      )}
    </LoadedView>
  )
}

function State({ state }: { state: string | null }) {
  if (state === 'Stable')
    return (
      <Tag tone="ok" mark="ok">
        stable
      </Tag>
    )
  if (state === 'Empty') return <Tag mark="waits">no members</Tag>
  if (state === null) return <Tag>not told</Tag>
  return (
    <Tag tone="warn" mark="working">
      {state.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()}
    </Tag>
  )
}

function groupAddress(group: string): string {
  return `/groups/${encodeURIComponent(group)}`
}
