import { IconUsersGroup } from '@tabler/icons-react'
import { useMemo } from 'react'
import type { GroupRow } from '../../../shared/contract/groups'
import { Empty } from '../../ui/Empty'
import { formatCount, formatDuration } from '../../ui/format'
import type { Loaded } from '../../ui/loaded'
import { LoadedView } from '../../ui/LoadedView'
import { Pane } from '../../ui/Pane'
import { SearchField } from '../../ui/SearchField'
import { StateMark } from '../../ui/StateMark'
import { Table, type Column } from '../../ui/Table'
import { Tag } from '../../ui/Tag'
import classes from './Groups.module.css'
import { fallsBehind, filterGroups, type KnownGroups } from './known-groups'
import { lagRecords, lagTime, notKnown } from './lag-text'
import { LagCourse } from './LagCourse'
import { groupMark } from './state-marks'

/** A group is called late only beyond this, so that the list's foot need not speak of turns in small clusters, ms. */
const turnShownMs = 5_000

interface GroupListProps {
  groups: Loaded<KnownGroups>
  filter: string
  selected: string | null
  onFilter(filter: string): void
  onSelect(group: string): void
}

/** All groups with their state and lag. */
export function GroupList({ groups, filter, selected, onFilter, onSelect }: GroupListProps) {
  const known = groups.data
  const behind = useMemo(
    () => new Set([...(known?.rows.values() ?? [])].filter(row => isBehind(row, known!)).map(({ group }) => group)),
    [known],
  )
  const shown = useMemo(() => filterGroups(known?.rows.values() ?? [], filter), [known, filter])
  return (
    <Pane
      title="Groups"
      className={classes.list}
      count={known ? countText(known, shown.length, filter) : undefined}
      tags={
        behind.size > 0 && (
          <Tag tone="warn" mark="slow">
            {behind.size === 1 ? '1 falls behind' : `${formatCount(behind.size)} fall behind`}
          </Tag>
        )
      }
      aside={<SearchField value={filter} onChange={onFilter} placeholder="Filter by name or topic" />}
      foot={known ? footText(known) : undefined}
    >
      <LoadedView loaded={groups} elsewhere="The other views go on.">
        {data => (
          <Table
            label="Consumer groups"
            columns={columnsFor(data, behind)}
            rows={shown}
            rowKey={({ group }) => group}
            selectedKey={selected}
            onSelect={({ group }) => onSelect(group)}
            sort={{ by: 'group', descending: false }}
            empty={
              filter === '' ? (
                <Empty icon={IconUsersGroup} title="No consumer groups">
                  A group appears here when its first consumer joins or commits an offset.
                </Empty>
              ) : (
                <Empty icon={IconUsersGroup} title="No group fits the filter">
                  Neither a name nor a topic that was read has this text in it.
                </Empty>
              )
            }
          />
        )}
      </LoadedView>
    </Pane>
  )
}

function isBehind(row: GroupRow, { courses }: KnownGroups): boolean {
  return fallsBehind(row, courses.get(row.group) ?? [])
}

function countText({ rows, unlisted }: KnownGroups, shown: number, filter: string): string {
  const all = formatCount(rows.size + unlisted)
  return filter === '' ? all : `${formatCount(shown)} of ${all}`
}

/** Only said where not all are seen at once. */
function footText({ rows, unlisted, turnMs }: KnownGroups): string | undefined {
  if (unlisted === 0 && turnMs < turnShownMs) return undefined
  const turn = `Each group is looked at about every ${formatDuration(turnMs)}.`
  if (unlisted === 0) return turn
  return `${formatCount(rows.size)} groups are listed, ${formatCount(unlisted)} more are not. ${turn}`
}

function columnsFor(known: KnownGroups, behind: ReadonlySet<string>): Column<GroupRow>[] {
  const { courses, at } = known
  return [
    {
      id: 'group',
      title: 'Group',
      width: 'minmax(180px, 2.6fr)',
      mono: true,
      render: ({ group }) => (
        <span className={classes.name} title={group}>
          {group}
        </span>
      ),
      sortBy: ({ group }) => group.toLowerCase(),
    },
    {
      id: 'state',
      title: 'State',
      width: 'minmax(124px, 1.2fr)',
      render: row => <GroupState row={row} isBehind={behind.has(row.group)} />,
      sortBy: row => groupMark(row, behind.has(row.group)).word,
    },
    {
      id: 'members',
      title: 'Members',
      width: 'minmax(76px, 1fr)',
      align: 'right',
      render: row => figure(row, row.members),
      sortBy: ({ members }) => members,
    },
    {
      id: 'partitions',
      title: 'Partitions',
      width: 'minmax(80px, 1fr)',
      align: 'right',
      render: row => figure(row, row.partitions),
      sortBy: ({ partitions }) => partitions,
    },
    {
      id: 'lag',
      title: 'Lag, records',
      width: 'minmax(104px, 1fr)',
      align: 'right',
      render: row => (
        <LagFigure isKnown={row.lag.records !== null} isBehind={behind.has(row.group)}>
          {row.state === null ? '' : lagRecords(row.lag)}
        </LagFigure>
      ),
      sortBy: ({ lag }) => lag.records,
    },
    {
      id: 'time',
      title: 'Lag, time',
      width: 'minmax(96px, 1fr)',
      align: 'right',
      render: row => (
        <span className={classes.quiet} data-tone={behind.has(row.group) ? 'warn' : undefined}>
          {timeText(row)}
        </span>
      ),
      sortBy: ({ lag }) => lag.ms,
    },
    {
      id: 'course',
      title: 'Lag, last 5 min',
      width: 'minmax(120px, 1.3fr)',
      render: ({ group }) => (
        <span className={classes.course}>
          <LagCourse course={courses.get(group) ?? []} now={at} isBehind={behind.has(group)} />
        </span>
      ),
    },
  ]
}

/** A group that was never looked at shows no figures. */
function figure({ state }: GroupRow, value: number): string {
  return state === null ? '' : formatCount(value)
}

function timeText({ state, members, lag }: GroupRow): string {
  if (state === null) return ''
  if (state !== 'Unknown' && members === 0) return 'no member'
  return lagTime(lag)
}

export function GroupState({ row, isBehind: late }: { row: GroupRow; isBehind: boolean }) {
  const { mark, word } = groupMark(row, late)
  return (
    <span className={classes.state} title={row.problem?.message}>
      <StateMark mark={mark} label={late ? 'falls behind' : word} />
      {word}
    </span>
  )
}

function LagFigure(props: { isKnown: boolean; isBehind: boolean; children: string }) {
  const tone = props.isBehind ? 'warn' : undefined
  return props.isKnown ? (
    <b data-tone={tone} className={classes.figure}>
      {props.children}
    </b>
  ) : (
    <span className={classes.quiet}>{props.children || notKnown}</span>
  )
}
