import { IconBraces, IconChevronDown, IconChevronRight, IconEye, IconEyeOff, IconFilterOff } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useDeferredValue, useEffect, useEffectEvent, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import type { SubjectList as List } from '../../../shared/contract/schemas'
import { Button, IconButton } from '../../ui/Button'
import { Empty } from '../../ui/Empty'
import { formatCount } from '../../ui/format'
import { useKeys } from '../../ui/keys'
import type { Loaded } from '../../ui/loaded'
import { LoadedView } from '../../ui/LoadedView'
import { Pane } from '../../ui/Pane'
import { SearchField } from '../../ui/SearchField'
import { filterListed, listRows, type ListRow } from '../../ui/prefix-tree/rows'
import { prefixTree } from '../../ui/prefix-tree/tree'
import type { SchemasAddress } from './address'
import { blockRows, useFactsOf, useSubjectFacts } from './facts'
import classes from './SubjectList.module.css'
import type { Go } from './address'

interface ListedSubject {
  name: string
  isInternal: boolean
  isDeleted: boolean
}

type Row = ListRow<ListedSubject>

const rowHeight = 26
const noFavourites: ReadonlySet<string> = new Set()

interface SubjectListProps {
  list: Loaded<List>
  address: SchemasAddress
  go: Go
}

/** All subjects under their prefixes, as topics are listed. */
export function SubjectList({ list, address, go }: SubjectListProps) {
  const { filter, deleted } = address
  return (
    <Pane
      title="Schemas"
      count={list.data && formatCount(list.data.subjects.length)}
      className={classes.pane}
      aside={
        <IconButton
          label={deleted ? 'Leave out deleted subjects' : 'Show deleted subjects, too'}
          aria-pressed={deleted}
          onClick={() => go({ deleted: !deleted }, { replace: true })}
        >
          {deleted ? <IconEye size={15} stroke={1.6} /> : <IconEyeOff size={15} stroke={1.6} />}
        </IconButton>
      }
      toolbar={
        <SearchField
          value={filter}
          placeholder="Filter by name"
          onChange={value => go({ filter: value }, { replace: true })}
        />
      }
      foot={list.data && <ListFoot list={list.data} />}
    >
      <LoadedView loaded={list}>{data => <Subjects list={data} address={address} go={go} />}</LoadedView>
    </Pane>
  )
}

function ListFoot({ list: { address, compatibility, mode, leftOut } }: { list: List }) {
  return (
    <>
      <span className={classes.footText} title={address}>
        {address}
      </span>
      {leftOut > 0 && <span className={classes.warn}>{formatCount(leftOut)} more are not listed</span>}
      {mode !== null && mode !== 'READWRITE' && <span className={classes.warn}>{mode}</span>}
      {compatibility !== null && <span className={classes.footEnd}>{compatibility}</span>}
    </>
  )
}

function Subjects({ list, address, go }: { list: List; address: SchemasAddress; go: Go }) {
  const { subject, deleted, filter } = address
  const shownFilter = useDeferredValue(filter)
  const scroller = useRef<HTMLDivElement>(null)
  const [byHand, setByHand] = useState<Readonly<Record<string, boolean>>>({})
  const [full, setFull] = useState<ReadonlySet<string>>(new Set())
  const rows = useRows(list, shownFilter, subject, byHand, full)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
  })
  const items = virtual.getVirtualItems()
  const first = Math.floor((items[0]?.index ?? 0) / blockRows) * blockRows
  const last = Math.ceil(((items.at(-1)?.index ?? 0) + 1) / blockRows) * blockRows
  const inSight = useMemo(
    () => rows.slice(first, last).flatMap(row => (row.kind === 'topic' ? [row.topic.name] : [])),
    [rows, first, last],
  )
  useFactsOf(inSight, deleted)

  const chosen = rows.findIndex(row => row.kind === 'topic' && row.topic.name === subject)
  const open = (name: string) => go({ subject: name, version: null, diff: null })
  const move = (by: 1 | -1) => {
    for (let i = chosen + by; i >= 0 && i < rows.length; i += by) {
      const row = rows[i]!
      if (row.kind === 'topic') return open(row.topic.name)
    }
  }
  useKeys('Subjects', [
    { key: 'j', label: 'J', title: 'Next subject', run: () => move(1) },
    { key: 'k', label: 'K', title: 'Previous subject', run: () => move(-1) },
  ])
  // A subject of a link is brought into sight once; new rows alone do not scroll.
  const bringIntoSight = useEffectEvent(() => {
    if (chosen >= 0) virtual.scrollToIndex(chosen, { align: 'auto' })
  })
  useEffect(() => bringIntoSight(), [subject])

  const toggle = (row: Row) => {
    if (row.kind === 'group') setByHand({ ...byHand, [row.group.id]: !row.isOpen })
    if (row.kind === 'more') setFull(new Set([...full, row.groupId]))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key] as 1 | -1 | undefined
    if (by === undefined) return
    event.preventDefault()
    move(by)
  }
  if (rows.length === 0) return <NoSubjects filter={filter} go={go} />
  return (
    <div className={classes.list}>
      <div className={classes.head} aria-hidden>
        <span>Name</span>
        <span>Type</span>
        <span>Id</span>
        <span>Version</span>
      </div>
      <div ref={scroller} className={classes.scroller} onKeyDown={onKeyDown}>
        <div style={{ height: virtual.getTotalSize(), position: 'relative' }} role="list" aria-label="Subjects">
          {items.map(({ index, start }) => {
            const row = rows[index]!
            return (
              <div
                key={row.id}
                role="listitem"
                className={classes.item}
                style={{ height: rowHeight, transform: `translateY(${start}px)` }}
              >
                <SubjectRow row={row} isChosen={index === chosen} onToggle={toggle} onOpen={open} />
              </div>
            )
          })}
        </div>
      </div>
    </div>
  )
}

interface SubjectRowProps {
  row: Row
  isChosen: boolean
  onToggle(row: Row): void
  onOpen(subject: string): void
}

function SubjectRow({ row, isChosen, onToggle, onOpen }: SubjectRowProps) {
  if (row.kind === 'heading') return <h2 className={classes.heading}>{row.title}</h2>
  const pad = { paddingLeft: 14 + row.depth * 16 }
  if (row.kind === 'topic') {
    return <ListedRow row={row} isChosen={isChosen} pad={pad} onOpen={onOpen} />
  }
  const isGroup = row.kind === 'group'
  const Arrow = isGroup && row.isOpen ? IconChevronDown : IconChevronRight
  return (
    <button
      type="button"
      className={classes.row}
      style={pad}
      aria-expanded={isGroup ? row.isOpen : undefined}
      onClick={() => onToggle(row)}
    >
      <span className={classes.name}>
        {isGroup && <Arrow size={13} stroke={1.8} aria-hidden />}
        <span>{isGroup ? row.title : `${formatCount(row.count)} more`}</span>
        {isGroup && <small>{formatCount(row.group.topics.length)}</small>}
      </span>
    </button>
  )
}

interface ListedRowProps {
  row: Extract<Row, { kind: 'topic' }>
  isChosen: boolean
  pad: { paddingLeft: number }
  onOpen(subject: string): void
}

function ListedRow({ row: { title, topic }, isChosen, pad, onOpen }: ListedRowProps) {
  const facts = useSubjectFacts(store => store.facts.get(topic.name))
  const [name, part] = splitPart(title)
  return (
    <button
      type="button"
      className={classes.row}
      style={pad}
      title={topic.name}
      aria-current={isChosen || undefined}
      data-deleted={topic.isDeleted || undefined}
      onClick={() => onOpen(topic.name)}
    >
      <span className={classes.name}>
        <span>{name}</span>
        {part && <em>{part}</em>}
        {topic.isDeleted && <small>deleted</small>}
      </span>
      <span className={classes.type}>{facts && typeWord(facts.type)}</span>
      <span className={classes.figure}>{facts?.id}</span>
      <span className={classes.figure}>{facts?.version}</span>
    </button>
  )
}

function NoSubjects({ filter, go }: { filter: string; go: Go }) {
  if (filter === '') return <Empty icon={IconBraces} title="The registry is empty" />
  return (
    <Empty
      icon={IconFilterOff}
      title="No subject matches"
      actions={<Button onClick={() => go({ filter: '' }, { replace: true })}>Empty the filter</Button>}
    >
      {`Nothing in the registry has “${filter}” in its name.`}
    </Empty>
  )
}

/** The list's lines. The groups around the chosen subject are open, so that it can be seen. */
function useRows(
  list: List,
  filter: string,
  subject: string | null,
  byHand: Readonly<Record<string, boolean>>,
  full: ReadonlySet<string>,
): Row[] {
  const sections = useMemo(() => {
    const listed = list.subjects.map(({ subject: name, isDeleted }) => ({
      name,
      isDeleted,
      isInternal: name.startsWith('_'),
    }))
    return prefixTree(filterListed(listed, filter), noFavourites)
  }, [list.subjects, filter])
  return useMemo(() => {
    const around =
      subject === null
        ? []
        : groupsAround(
            sections.flatMap(({ nodes }) => nodes),
            subject,
          )
    return listRows(sections, {
      byHand: { ...Object.fromEntries(around.map(id => [id, true])), ...byHand },
      full: new Set([...full, ...around]),
      isFiltered: filter !== '',
    })
  }, [sections, subject, byHand, full, filter])
}

type Nodes = ReturnType<typeof prefixTree<ListedSubject>>[number]['nodes']

/** Ids of the groups that a subject is in, from the outermost on. */
function groupsAround(nodes: Nodes, subject: string): string[] {
  for (const node of nodes) {
    if (node.kind === 'group' && node.topics.some(({ name }) => name === subject)) {
      return [node.id, ...groupsAround(node.nodes, subject)]
    }
  }
  return []
}

/** `addison-key` in two: what stands out, and which part of the record it is. */
function splitPart(title: string): [name: string, part: string | null] {
  const match = /^(.+)(-(?:key|value))$/.exec(title)
  return match ? [match[1]!, match[2]!] : [title, null]
}

const typeWords: Record<string, string> = { AVRO: 'Avro', JSON: 'JSON', PROTOBUF: 'Protobuf' }

/** Types as they are written elsewhere; others as the registry calls them. */
export function typeWord(type: string | null): string {
  return type === null ? '' : (typeWords[type] ?? type)
}
