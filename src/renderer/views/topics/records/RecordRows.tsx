import { IconInbox, IconSearchOff } from '@tabler/icons-react'
import { useEffect, useEffectEvent, type ReactNode } from 'react'
import { Button } from '../../../ui/Button'
import { Empty } from '../../../ui/Empty'
import { Failure } from '../../../ui/Failure'
import type { Loaded } from '../../../ui/loaded'
import { StaleLine } from '../../../ui/LoadedView'
import { LoadingRows } from '../../../ui/LoadingRows'
import type { RecordPlace, TopicsAddress } from '../address'
import { visibleText } from '../text'
import type { Go } from '../address'
import type { ColumnChoice } from './columns'
import { RecordTable } from './RecordTable'
import classes from './RecordsTab.module.css'
import type { Direction, RowWindow } from './row-window'
import type { Found } from './use-found-rows'
import type { Live } from './use-live-rows'
import type { RecordPages } from './use-record-pages'

interface RecordRowsProps {
  address: TopicsAddress
  go: Go
  columns: readonly ColumnChoice[]
  onSelect(place: RecordPlace): void
  /** One of these three is what is shown. */
  pages: RecordPages | null
  live: Live | null
  found: Found | null
}

/** The rows, or why there are none. */
export function RecordRows({ address, go, columns, onSelect, pages, live, found }: RecordRowsProps) {
  const common = { columns, selected: address.selected, onSelect }
  if (found) {
    const rows = found.loaded.data?.rows ?? []
    return (
      <Frame loaded={found.loaded} notes={found.loaded.data?.notes ?? []}>
        {rows.length > 0 ? (
          <RecordTable {...common} rows={rows} order={address.order} sought={address.search} />
        ) : found.isSearching ? (
          <LoadingRows rows={10} label="Searching" />
        ) : (
          <NothingFound search={address.search} isStopped={found.isStopped} />
        )}
      </Frame>
    )
  }
  if (live) {
    const { data, problem } = live.loaded
    const standing = data?.problem ? { ...live.loaded, problem: data.problem } : live.loaded
    return (
      <Frame loaded={problem ? live.loaded : standing} notes={[]}>
        {live.shown && live.shown.rows.length > 0 ? (
          <RecordTable {...common} rows={live.shown.rows} order="newest" followsTop />
        ) : (
          <Empty icon={IconInbox} title="Nothing was written yet">
            Records appear here as they are written from now on.
          </Empty>
        )}
      </Frame>
    )
  }
  if (!pages) return null
  const { window } = pages
  return (
    <Frame loaded={pages.first} notes={window?.notes ?? []}>
      {window && <PageRows {...common} address={address} go={go} pages={pages} window={window} />}
    </Frame>
  )
}

interface PageRowsProps {
  columns: readonly ColumnChoice[]
  selected: RecordPlace | null
  onSelect(place: RecordPlace): void
  address: TopicsAddress
  go: Go
  pages: RecordPages
  window: RowWindow
}

function PageRows({ address, go, pages, window, ...common }: PageRowsProps) {
  const { order, from } = address
  if (window.rows.length > 0) {
    return <RecordTable {...common} rows={window.rows} order={order} onNear={nearHandler(pages)} />
  }
  // Reading goes back from the end, or on from anywhere else.
  const ahead: Direction = (from.kind === 'latest') === (order === 'newest') ? 'down' : 'up'
  if (pages.hasMore(ahead) && !pages.problem) return <ReadingOn onShown={() => pages.extend(ahead)} round={window} />
  const isEmpty = window.positions.every(({ earliest, latest }) => earliest === latest)
  return <NothingHere address={address} go={go} isEmpty={isEmpty} />
}

/** A page without a record, as of a stretch that was compacted away: the next one is read at once. */
function ReadingOn({ onShown, round }: { onShown(): void; round: unknown }) {
  const read = useEffectEvent(onShown)
  useEffect(() => read(), [round])
  return <LoadingRows rows={14} label="Reading on" />
}

/** A page that failed is not asked for again and again: scrolling to the other end and back asks once more. */
function nearHandler(pages: RecordPages) {
  return (direction: 'up' | 'down') => {
    if (pages.problem && direction === 'down') return
    pages.extend(direction)
  }
}

interface FrameProps<T> {
  loaded: Loaded<T>
  notes: readonly string[]
  children: ReactNode
}

/** Failure, bars, or the rows below what is to be known of them. */
function Frame<T>({ loaded, notes, children }: FrameProps<T>) {
  if (loaded.data === null) {
    return (
      <div className={classes.rows}>
        {loaded.problem ? (
          <Failure problem={loaded.problem} retryAt={loaded.retryAt} onRetry={loaded.reload} />
        ) : (
          <LoadingRows rows={14} label="Reading the records" />
        )}
      </div>
    )
  }
  return (
    <div className={classes.rows}>
      <StaleLine loaded={loaded} />
      {notes.length > 0 && (
        <ul className={classes.notes} aria-label="To be known of these records">
          {notes.map(note => (
            <li key={note}>{visibleText(note)}</li>
          ))}
        </ul>
      )}
      {children}
    </div>
  )
}

function NothingFound({ search, isStopped }: { search: string; isStopped: boolean }) {
  return (
    <Empty
      icon={IconSearchOff}
      title={isStopped ? 'Nothing was found before it was stopped' : 'No record contains this'}
    >
      Looked for “{visibleText(search)}” in keys, values and headers.
    </Empty>
  )
}

function NothingHere({ address, go, isEmpty }: { address: TopicsAddress; go: Go; isEmpty: boolean }) {
  const where = address.only === null ? 'The topic' : `Partition ${address.only}`
  return (
    <Empty
      icon={IconInbox}
      title={isEmpty ? `${where} is empty` : 'Nothing from here on'}
      actions={
        <>
          {isEmpty ? (
            <Button onClick={() => go({ from: { kind: 'live' } })}>Follow it live</Button>
          ) : (
            <>
              <Button onClick={() => go({ from: { kind: 'latest' }, order: 'newest' })}>Read the latest</Button>
              <Button onClick={() => go({ from: { kind: 'earliest' }, order: 'oldest' })}>Read the earliest</Button>
            </>
          )}
        </>
      }
    >
      {isEmpty
        ? 'It fills when something is written to it; what was in it before may have been deleted by its retention.'
        : 'The records end before this place.'}
    </Empty>
  )
}
