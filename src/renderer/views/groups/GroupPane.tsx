import { IconUsersGroup, IconX } from '@tabler/icons-react'
import { useId } from 'react'
import type { GroupDetail } from '../../../shared/contract/groups'
import { useStream } from '../../state/query'
import { Button, IconButton } from '../../ui/Button'
import { useCommands } from '../../ui/commands'
import { Empty } from '../../ui/Empty'
import { formatCount } from '../../ui/format'
import { useKeys } from '../../ui/keys'
import { LoadedView } from '../../ui/LoadedView'
import { Tabs } from '../../ui/Tabs'
import { Tag } from '../../ui/Tag'
import { groupTabs, type GroupTab } from './address'
import classes from './Groups.module.css'
import { MemberTable } from './MemberTable'
import { Ownership } from './Ownership'
import { PartitionTable } from './PartitionTable'
import { RebalanceList } from './RebalanceList'
import { groupMark } from './state-marks'

interface GroupPaneProps {
  group: string
  tab: GroupTab
  onTab(tab: GroupTab): void
  onClose(): void
}

const tabTitles: Record<GroupTab, string> = { partitions: 'Partitions', members: 'Members', rebalances: 'Rebalances' }

/** One group: its partitions, its members, who owns what, and what changed while it was watched. */
export function GroupPane({ group, tab, onTab, onClose }: GroupPaneProps) {
  const detail = useStream<GroupDetail, GroupDetail>(
    `group ${group}`,
    (client, signal) => client.groups.detail({ group }, { signal }),
    (_, newest) => newest,
    { doing: 'Looking at the group' },
  )
  useKeys('Group', [{ key: 'Escape', label: 'Esc', title: 'Close the group', run: onClose }])
  useCommands(
    'Group',
    groupTabs.map(id => ({ id: `group-${id}`, title: `${tabTitles[id]} of ${group}`, run: () => onTab(id) })),
  )
  const row = detail.data?.row ?? null
  return (
    <section className={classes.pane} aria-label={`Group ${group}`}>
      <header className={classes.head}>
        <h2 className={classes.groupName} title={group}>
          {group}
        </h2>
        {row && (
          <>
            <Tag mark={groupMark(row, false).mark}>{groupMark(row, false).word}</Tag>
            <Tag>{protocolText(row.protocolType, row.state)}</Tag>
            {row.protocol !== '' && <Tag>{row.protocol} assignor</Tag>}
            {row.isOurs && <Tag tone="info">this app</Tag>}
          </>
        )}
        <span className={classes.close}>
          <IconButton label="Close the group" hotkey="Esc" onClick={onClose}>
            <IconX size={15} stroke={1.6} />
          </IconButton>
        </span>
      </header>
      <div className={classes.body}>
        <LoadedView loaded={detail} elsewhere="The list above goes on.">
          {data =>
            data.row ? <Known detail={data} tab={tab} onTab={onTab} /> : <Absent group={group} onClose={onClose} />
          }
        </LoadedView>
      </div>
    </section>
  )
}

function Known({ detail, tab, onTab }: { detail: GroupDetail; tab: GroupTab; onTab(tab: GroupTab): void }) {
  const controls = useId()
  const { members, membersLeftOut, partitions, partitionsLeftOut, rebalances } = detail
  const counts: Record<GroupTab, number> = {
    partitions: partitions.length + partitionsLeftOut,
    members: members.length + membersLeftOut,
    rebalances: rebalances.length,
  }
  return (
    <div className={classes.columns}>
      <div className={classes.main}>
        <div className={classes.tabs}>
          <Tabs
            label="Of this group"
            tabs={groupTabs.map(id => ({ id, title: tabTitles[id], count: formatCount(counts[id]) }))}
            value={tab}
            onChange={onTab}
            controls={controls}
          />
        </div>
        {detail.notes.map(note => (
          <p key={note} className={classes.note}>
            {note}
          </p>
        ))}
        <div id={controls} role="tabpanel" aria-label={tabTitles[tab]} className={classes.table}>
          {tab === 'partitions' && <PartitionTable detail={detail} />}
          {tab === 'members' && <MemberTable detail={detail} />}
          {tab === 'rebalances' && <RebalanceList detail={detail} />}
        </div>
        <LeftOut count={tab === 'partitions' ? partitionsLeftOut : tab === 'members' ? membersLeftOut : 0} what={tab} />
      </div>
      <aside className={classes.side} aria-label="Who owns what">
        <Ownership detail={detail} />
        <section>
          <h3 className={classes.sideHead}>
            Rebalances<span>seen while watching</span>
          </h3>
          <RebalanceList detail={detail} limit={6} />
        </section>
      </aside>
    </div>
  )
}

function LeftOut({ count, what }: { count: number; what: string }) {
  if (count === 0) return null
  return (
    <p className={classes.leftOut}>
      {formatCount(count)} more {what} are not shown.
    </p>
  )
}

function Absent({ group, onClose }: { group: string; onClose(): void }) {
  return (
    <Empty
      icon={IconUsersGroup}
      title="There is no such group"
      actions={<Button onClick={onClose}>Show all groups</Button>}
    >
      The cluster knows no group called {group.length > 80 ? `${group.slice(0, 80)}…` : group}. It appears here by
      itself when it is made.
    </Empty>
  )
}

/** Which protocol the members speak, as far as the listing tells it. */
function protocolText(protocolType: string, state: string | null): string {
  if (protocolType === '') return 'offsets only'
  if (state === 'Unknown') return protocolType === 'consumer' ? 'newer consumer protocol' : `${protocolType} protocol`
  return protocolType === 'consumer' ? 'classic protocol' : `${protocolType} protocol`
}
