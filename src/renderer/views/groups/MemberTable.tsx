import { IconUser } from '@tabler/icons-react'
import { useMemo } from 'react'
import type { GroupDetail, GroupMember } from '../../../shared/contract/groups'
import { Empty } from '../../ui/Empty'
import { formatCount } from '../../ui/format'
import { Table, type Column } from '../../ui/Table'
import { Tag } from '../../ui/Tag'
import classes from './Groups.module.css'
import { MemberTag, memberTone } from './MemberTag'

/** Who is in the group. */
export function MemberTable({ detail }: { detail: GroupDetail }) {
  const { members } = detail
  const columns = useMemo(() => columnsFor(members), [members])
  return (
    <Table
      label="Members of the group"
      columns={columns}
      rows={members}
      rowKey={({ id }) => id}
      hasKeys={false}
      empty={
        <Empty icon={IconUser} title="No members">
          Nobody reads in this group just now. What was committed stays until it is deleted or expires.
        </Empty>
      }
    />
  )
}

function columnsFor(members: GroupDetail['members']): Column<GroupMember>[] {
  return [
    {
      id: 'label',
      title: 'Member',
      width: 'minmax(130px, 1fr)',
      render: ({ id, label }) => <MemberTag label={label} tone={memberTone(members, id)} />,
      sortBy: ({ label }) => label,
    },
    {
      id: 'partitions',
      title: 'Partitions',
      width: '84px',
      align: 'right',
      render: ({ partitions }) =>
        partitions === null ? <span className={classes.quiet}>not known</span> : formatCount(partitions),
      sortBy: ({ partitions }) => partitions,
    },
    {
      id: 'host',
      title: 'Host',
      width: 'minmax(110px, 0.8fr)',
      mono: true,
      render: ({ host }) => host,
      sortBy: m => m.host,
    },
    {
      id: 'client',
      title: 'Client',
      width: 'minmax(110px, 1fr)',
      mono: true,
      render: ({ clientId }) => <span title={clientId}>{clientId}</span>,
      sortBy: ({ clientId }) => clientId,
    },
    {
      id: 'topics',
      title: 'Asked for',
      width: 'minmax(120px, 1.6fr)',
      render: ({ topics }) => <AskedFor topics={topics} />,
    },
    {
      id: 'id',
      title: 'Id',
      width: 'minmax(150px, 1.6fr)',
      mono: true,
      render: ({ id, isOurs }) => (
        <span className={classes.idCell}>
          {isOurs && <Tag tone="info">this app</Tag>}
          <span title={id}>{id}</span>
        </span>
      ),
    },
  ]
}

function AskedFor({ topics }: { topics: string[] | null }) {
  if (topics === null) return <span className={classes.quiet}>not known</span>
  const text = topics.length === 1 ? topics[0] : `${formatCount(topics.length)} topics`
  return <span title={topics.slice(0, 40).join('\n')}>{text}</span>
}
