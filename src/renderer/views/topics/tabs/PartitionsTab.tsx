import type { PartitionDetail, TopicDetail } from '../../../../shared/contract/topics'
import { formatBytes, formatCount } from '../../../ui/format'
import { Table, type Column } from '../../../ui/Table'
import { Tag } from '../../../ui/Tag'
import { formatOffset } from '../offsets'
import type { Go } from '../address'
import classes from './Tabs.module.css'

const columns: Column<PartitionDetail>[] = [
  {
    id: 'partition',
    title: 'Partition',
    width: '90px',
    align: 'right',
    mono: true,
    render: ({ partition }) => partition,
    sortBy: ({ partition }) => partition,
  },
  { id: 'state', title: 'State', width: 'minmax(150px, 1.4fr)', render: row => <State row={row} /> },
  {
    id: 'leader',
    title: 'Leader',
    width: '80px',
    align: 'right',
    mono: true,
    render: ({ leader }) => leader ?? 'none',
    sortBy: ({ leader }) => leader,
  },
  {
    id: 'replicas',
    title: 'Replicas',
    width: 'minmax(90px, 1fr)',
    mono: true,
    render: ({ replicas }) => replicas.join(', '),
  },
  {
    id: 'earliest',
    title: 'First offset',
    width: 'minmax(110px, 1fr)',
    align: 'right',
    mono: true,
    render: ({ earliest }) => (earliest === null ? '–' : formatOffset(earliest)),
    sortBy: ({ earliest }) => (earliest === null ? null : BigInt(earliest)),
  },
  {
    id: 'latest',
    title: 'Next offset',
    width: 'minmax(110px, 1fr)',
    align: 'right',
    mono: true,
    render: ({ latest }) => (latest === null ? '–' : formatOffset(latest)),
    sortBy: ({ latest }) => (latest === null ? null : BigInt(latest)),
  },
  {
    id: 'records',
    title: 'Records',
    width: 'minmax(110px, 1fr)',
    align: 'right',
    render: row => {
      const records = recordsOf(row)
      return records === null ? '–' : formatOffset(String(records))
    },
    sortBy: recordsOf,
  },
  {
    id: 'size',
    title: 'Size',
    width: '100px',
    align: 'right',
    render: ({ bytes }) => (bytes === null ? '–' : formatBytes(bytes)),
    sortBy: ({ bytes }) => bytes,
  },
]

/** Where each partition lies and what it holds. Enter or a double click reads it. */
export function PartitionsTab({ detail, go }: { detail: TopicDetail; go: Go }) {
  return (
    <div className={classes.tab}>
      <Table
        label="Partitions"
        columns={columns}
        rows={detail.partitions}
        rowKey={({ partition }) => String(partition)}
        onOpen={({ partition }) => go({ tab: 'records', only: partition, from: { kind: 'latest' }, selected: null })}
        hasKeys
      />
      <footer className={classes.foot}>
        <span>
          <b>{formatCount(detail.partitions.length)}</b> partitions. Records are counted by their offsets: what was
          compacted away and the markers of transactions count, too.
        </span>
        <span>Enter reads one</span>
      </footer>
    </div>
  )
}

function State({ row: { leader, replicas, inSync, reason } }: { row: PartitionDetail }) {
  const missing = replicas.filter(replica => !inSync.includes(replica))
  return (
    <span className={classes.state} title={reason ?? undefined}>
      {leader === null ? (
        <Tag tone="err" mark="failed">
          no leader
        </Tag>
      ) : missing.length > 0 ? (
        <Tag tone="warn" mark="slow">
          {missing.join(', ')} not in sync
        </Tag>
      ) : (
        <Tag tone="ok" mark="ok">
          in sync
        </Tag>
      )}
      {reason && <small>{reason}</small>}
    </span>
  )
}

function recordsOf({ earliest, latest }: PartitionDetail): bigint | null {
  return earliest === null || latest === null ? null : BigInt(latest) - BigInt(earliest)
}
