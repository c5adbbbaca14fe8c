import { IconStack2 } from '@tabler/icons-react'
import { useMemo } from 'react'
import { Link } from 'wouter'
import type { GroupDetail, GroupPartition } from '../../../shared/contract/groups'
import { Empty } from '../../ui/Empty'
import { formatCount } from '../../ui/format'
import { Table, type Column } from '../../ui/Table'
import classes from './Groups.module.css'
import { lagTime } from './lag-text'
import { MemberTag, memberTone } from './MemberTag'

/** Every partition that the group owns or has committed in. */
export function PartitionTable({ detail }: { detail: GroupDetail }) {
  const { members } = detail
  const columns = useMemo(() => columnsFor(members), [members])
  return (
    <Table
      label="Partitions of the group"
      columns={columns}
      rows={detail.partitions}
      rowKey={keyOf}
      rowHeight={26}
      hasKeys={false}
      empty={
        <Empty icon={IconStack2} title="No partitions">
          Nobody owns a partition in this group, and no offset is committed.
        </Empty>
      }
    />
  )
}

const keyOf = ({ topic, partition }: GroupPartition) => `${topic}/${partition}`

function columnsFor(members: GroupDetail['members']): Column<GroupPartition>[] {
  return [
    {
      id: 'topic',
      title: 'Topic',
      width: 'minmax(200px, 3fr)',
      mono: true,
      render: row => (
        <Link href={recordsAddress(row)} className={classes.door} title={`${row.topic}: records from here on`}>
          {row.topic}
        </Link>
      ),
      sortBy: ({ topic }) => topic,
    },
    {
      id: 'partition',
      title: 'P',
      width: '52px',
      align: 'right',
      render: ({ partition }) => <span className={classes.quiet}>{partition}</span>,
      sortBy: ({ partition }) => partition,
    },
    {
      id: 'committed',
      title: 'Committed',
      width: 'minmax(96px, 1fr)',
      align: 'right',
      render: ReadTo,
      sortBy: row => asNumber(row.position ?? row.committed),
    },
    {
      id: 'end',
      title: 'End',
      width: 'minmax(96px, 1fr)',
      align: 'right',
      render: ({ end }) => <span className={classes.quiet}>{end === null ? 'gone' : offset(end)}</span>,
      sortBy: ({ end }) => asNumber(end),
    },
    {
      id: 'lag',
      title: 'Lag',
      width: 'minmax(76px, 1fr)',
      align: 'right',
      render: ({ lag }) => (lag === null ? <span className={classes.quiet}>–</span> : <b>{formatCount(lag)}</b>),
      sortBy: ({ lag }) => lag,
    },
    {
      id: 'time',
      title: 'Time',
      width: 'minmax(84px, 1fr)',
      align: 'right',
      render: row => <span className={classes.quiet}>{row.lag === null ? '–' : lagTime(row)}</span>,
      sortBy: ({ ms }) => ms,
    },
    {
      id: 'member',
      title: 'Member',
      width: 'minmax(130px, 1.2fr)',
      render: ({ member }) => {
        const owner = members.find(({ id }) => id === member)
        if (owner) return <MemberTag label={owner.label} tone={memberTone(members, owner.id)} />
        return <span className={classes.quiet}>{member === null ? 'nobody' : member}</span>
      },
      sortBy: ({ member }) => members.find(({ id }) => id === member)?.label ?? '',
    },
  ]
}

/** How far it was read: as committed, or as this app's own reader says it. */
function ReadTo({ committed, position }: GroupPartition) {
  if (position !== null)
    return (
      <span title="The reader's own position: it commits nothing">
        <span className={classes.quiet}>at </span>
        {offset(position)}
      </span>
    )
  return committed === null ? <span className={classes.quiet}>nothing</span> : <span>{offset(committed)}</span>
}

/** The records that the group reads next. */
function recordsAddress({ topic, partition, committed, position }: GroupPartition): string {
  const next = position ?? committed
  return `/topics/${encodeURIComponent(topic)}?partition=${partition}&offset=${next ?? 0}`
}

/** Digits in groups of three; offsets may be larger than a number holds. */
function offset(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',')
}

function asNumber(digits: string | null): number | null {
  return digits === null ? null : Number(digits)
}
