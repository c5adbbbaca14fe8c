import { IconChevronDown, IconChevronRight, IconStack2, IconStar, IconStarFilled } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useDeferredValue, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { Empty } from '../../../ui/Empty'
import { Failure } from '../../../ui/Failure'
import { formatCount } from '../../../ui/format'
import type { Loaded } from '../../../ui/loaded'
import { StaleLine } from '../../../ui/LoadedView'
import { LoadingRows } from '../../../ui/LoadingRows'
import { Pane } from '../../../ui/Pane'
import { SearchField } from '../../../ui/SearchField'
import { toggleFavourite, useTopicChoices } from '../choices'
import { FigureCells } from './FigureCells'
import { figuresOf, groupFigures, type KnownTopics } from './known-topics'
import { filterSections, listRows, type ListRow } from '../../../ui/prefix-tree/rows'
import { prefixTree, type Listed } from '../../../ui/prefix-tree/tree'
import classes from './TopicList.module.css'

const rowHeight = 26
/** px; stays in sight above the rows. */
const headHeight = 30
/** Indentation of a level, px. */
const indent = 16

interface TopicListProps {
  topics: Loaded<KnownTopics>
  selected: string | null
  onOpen(topic: string): void
}

/** All topics, by prefix, with what each holds and how fast it grows. */
export function TopicList({ topics, selected, onOpen }: TopicListProps) {
  const [filter, setFilter] = useState('')
  const known = topics.data
  // A broker that is away is told by the stream itself, which goes on.
  const standing = known?.polling.problem ? { ...topics, problem: known.polling.problem, at: known.freshAt } : topics
  return (
    <Pane
      className={classes.pane}
      title="Topics"
      count={known ? formatCount(known.polling.topics) : undefined}
      toolbar={<SearchField value={filter} onChange={setFilter} placeholder="Filter by name" />}
    >
      {known === null ? (
        topics.problem ? (
          <Failure problem={topics.problem} retryAt={topics.retryAt} onRetry={topics.reload} />
        ) : (
          <LoadingRows rows={20} label="Reading the topics" />
        )
      ) : (
        <div className={classes.body}>
          <StaleLine loaded={standing} />
          <Lines known={known} filter={filter} selected={selected} onOpen={onOpen} />
        </div>
      )}
    </Pane>
  )
}

interface LinesProps {
  known: KnownTopics
  filter: string
  selected: string | null
  onOpen(topic: string): void
}

function Lines({ known, filter, selected, onOpen }: LinesProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const favourites = useTopicChoices(choices => choices.favourites)
  const [byHand, setByHand] = useState<Readonly<Record<string, boolean>>>({})
  const [full, setFull] = useState<ReadonlySet<string>>(new Set())
  const [active, setActive] = useState<string | null>(null)
  const wanted = useDeferredValue(filter.trim())
  const listed = useDeferredValue(known.listed)
  const all = useMemo(() => prefixTree(listed, new Set(favourites)), [listed, favourites])
  const sections = useMemo(() => filterSections(all, wanted), [all, wanted])
  const rows = useMemo(
    () => listRows(sections, { byHand, full, isFiltered: wanted !== '' }),
    [sections, byHand, full, wanted],
  )
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
  })
  const selectedId = rows.find(row => row.kind === 'topic' && row.topic.name === selected)?.id ?? null
  const currentId = active ?? selectedId
  const currentIndex = rows.findIndex(({ id }) => id === currentId)

  const act = (row: ListRow<Listed>, isOpen?: boolean) => {
    setActive(row.id)
    if (row.kind === 'topic') onOpen(row.topic.name)
    if (row.kind === 'group') setByHand(before => ({ ...before, [row.group.id]: isOpen ?? !row.isOpen }))
    if (row.kind === 'more') setFull(before => new Set(before).add(row.groupId))
  }
  const moveTo = (from: number, by: 1 | -1) => {
    let next = from
    do next += by
    while (rows[next]?.kind === 'heading')
    const row = rows[next]
    if (!row) return
    setActive(row.id)
    virtual.scrollToIndex(next)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return
    const row = rows[currentIndex]
    if (event.key === 'ArrowDown') moveTo(currentIndex, 1)
    else if (event.key === 'ArrowUp') moveTo(currentIndex < 0 ? rows.length : currentIndex, -1)
    else if (event.key === 'Home') moveTo(-1, 1)
    else if (event.key === 'End') moveTo(rows.length, -1)
    else if (row && (event.key === 'Enter' || event.key === ' ')) act(row)
    else if (row?.kind === 'group' && event.key === 'ArrowRight') act(row, true)
    else if (row?.kind === 'group' && event.key === 'ArrowLeft') act(row, false)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  if (known.listed.length === 0 && known.polling.topics === 0) {
    return (
      <Empty icon={IconStack2} title="No topics yet">
        The cluster has none that may be seen. They appear here as soon as they are made.
      </Empty>
    )
  }
  if (rows.length === 0) {
    return (
      <Empty icon={IconStack2} title={`No topic is named like “${wanted}”`}>
        Every word must stand in the name, in any order.
      </Empty>
    )
  }
  const rowId = (index: number) => `topics-row-${index}`
  return (
    <div
      ref={scroller}
      className={classes.scroller}
      role="treegrid"
      aria-label="Topics"
      aria-rowcount={rows.length + 1}
      aria-activedescendant={currentIndex >= 0 ? rowId(currentIndex) : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onBlur={() => setActive(null)}
    >
      <div className={classes.head} role="row" aria-rowindex={1}>
        <span role="columnheader">Name</span>
        <span role="columnheader" data-cell="partitions">
          Part.
        </span>
        <span role="columnheader">Records</span>
        <span role="columnheader" data-cell="size">
          Size
        </span>
        <span role="columnheader">Rate</span>
      </div>
      <div className={classes.rows} role="presentation" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index]!
          return (
            <div
              key={row.id}
              id={rowId(index)}
              className={classes.row}
              role="row"
              aria-rowindex={index + 2}
              aria-level={'depth' in row ? row.depth + 1 : undefined}
              aria-expanded={row.kind === 'group' ? row.isOpen : undefined}
              aria-selected={row.id === selectedId}
              data-kind={row.kind}
              data-active={row.id === active || undefined}
              style={{ transform: `translateY(${start - headHeight}px)` }}
              onClick={row.kind === 'heading' ? undefined : () => act(row)}
            >
              <Line row={row} known={known} favourites={favourites} />
            </div>
          )
        })}
      </div>
    </div>
  )
}

interface LineProps {
  row: ListRow<Listed>
  known: KnownTopics
  favourites: readonly string[]
}

function Line({ row, known, favourites }: LineProps): ReactNode {
  if (row.kind === 'heading') {
    return (
      <span role="gridcell" className={classes.heading}>
        {row.title}
      </span>
    )
  }
  const pad = { paddingLeft: row.depth * indent }
  if (row.kind === 'more') {
    return (
      <span role="gridcell" className={classes.more} style={pad}>
        {formatCount(row.count)} more
      </span>
    )
  }
  if (row.kind === 'group') {
    const Arrow = row.isOpen ? IconChevronDown : IconChevronRight
    return (
      <>
        <span role="gridcell" className={classes.name} style={pad}>
          <Arrow size={14} stroke={1.8} aria-hidden />
          <span title={row.title}>{row.title}</span>
          <small>{formatCount(row.group.topics.length)}</small>
        </span>
        <FigureCells figures={groupFigures(known, row.group)} />
      </>
    )
  }
  const { name } = row.topic
  const isFavourite = favourites.includes(name)
  const Star = isFavourite ? IconStarFilled : IconStar
  return (
    <>
      <span role="gridcell" className={classes.name} style={pad}>
        <button
          type="button"
          className={classes.star}
          tabIndex={-1}
          aria-label={`${isFavourite ? 'No favourite any more' : 'Favourite'}: ${name}`}
          aria-pressed={isFavourite}
          onClick={event => {
            event.stopPropagation()
            toggleFavourite(name)
          }}
        >
          <Star size={14} stroke={1.6} aria-hidden />
        </button>
        <span title={name}>{row.title}</span>
      </span>
      <FigureCells figures={figuresOf(known, [name])} />
    </>
  )
}
