import { useMemo } from 'react'
import type { RecordRow } from '../../../../shared/contract/records'
import type { TopicDetail } from '../../../../shared/contract/topics'
import { useCommands } from '../../../ui/commands'
import { useKeys } from '../../../ui/keys'
import type { Loaded } from '../../../ui/loaded'
import { RecordDetail } from '../detail/RecordDetail'
import type { TopicsAddress } from '../address'
import { useTopicChoices } from '../choices'
import type { Go } from '../address'
import { columnChoices, isMostlyPlain, shownColumns, type ColumnChoice } from './columns'
import { Foot, LiveFoot, PagesFoot, SearchFoot } from './Foot'
import { ReadToolbar } from './ReadToolbar'
import { RecordRows } from './RecordRows'
import classes from './RecordsTab.module.css'
import { SearchBar } from './SearchBar'
import { useFoundRows } from './use-found-rows'
import { useLiveRows } from './use-live-rows'
import { useRecordPages, type PageQuery } from './use-record-pages'

/** Columns are made of so many rows at most: those that come later rarely have other fields. */
const columnRows = 300

interface RecordsTabProps {
  topic: string
  detail: Loaded<TopicDetail>
  address: TopicsAddress
  go: Go
}

/** The records of a topic: page by page, live, or those that contain a text; and one of them in full. */
export function RecordsTab({ topic, detail, address, go }: RecordsTabProps) {
  const { from, only, order, search, selected } = address
  const isSearch = search !== ''
  const isLive = !isSearch && from.kind === 'live'
  const query = pageQuery(topic, address)
  const pages = useRecordPages(!isSearch && !isLive ? query : null)
  const live = useLiveRows(isLive ? { topic, partitions: query.partitions } : null)
  const found = useFoundRows(isSearch ? { ...query, contains: search } : null)
  const rows = (isSearch ? found.loaded.data?.rows : isLive ? live.shown?.rows : pages.window?.rows) ?? noRows
  const { choices, shown, isChosen } = useColumns(topic, rows)

  const reload = () => (isSearch ? found.again() : pages.reload())
  const pause = () => isLive && live.setPaused(!live.isPaused)
  useKeys('Records', [
    { key: 'p', label: 'P', title: 'Pause or go on with live records', run: pause },
    { key: 'r', label: 'R', title: 'Read again', run: reload },
  ])
  useCommands('Records', [
    { id: 'latest', title: 'Read the latest records', run: () => go({ from: { kind: 'latest' }, order: 'newest' }) },
    {
      id: 'earliest',
      title: 'Read from the earliest record',
      run: () => go({ from: { kind: 'earliest' }, order: 'oldest' }),
    },
    { id: 'live', title: 'Follow records live', run: () => go({ from: { kind: 'live' }, search: '' }) },
    { id: 'again', title: 'Read the records again', keys: 'R', run: reload },
    ...(isLive ? [{ id: 'pause', title: 'Pause or go on with live records', keys: 'P', run: pause }] : []),
  ])
  const select = (place: TopicsAddress['selected']) =>
    // What is read stays as it is: a link to a record alone reads from a little before it.
    go({ selected: place, from, only, order }, { replace: selected !== null })
  const zoneAt = rows.find(({ timestamp }) => timestamp !== null)?.timestamp ?? null
  return (
    <div className={classes.tab}>
      <ReadToolbar
        topic={topic}
        address={address}
        go={go}
        partitions={detail.data?.partitions.map(({ partition }) => partition) ?? null}
        choices={choices}
        shown={shown}
        isChosen={isChosen}
        live={isLive ? { isPaused: live.isPaused, onPause: live.setPaused } : null}
        onReload={reload}
      />
      <SearchBar
        search={search}
        isSearching={found.isSearching}
        onSearch={text =>
          go({ search: text, selected: null, ...(from.kind === 'live' && text ? { from: { kind: 'latest' } } : {}) })
        }
        onStop={found.stop}
        onAgain={found.again}
      />
      <div className={classes.body}>
        <RecordRows
          address={address}
          go={go}
          columns={shown}
          onSelect={select}
          pages={!isSearch && !isLive ? pages : null}
          live={isLive ? live : null}
          found={isSearch ? found : null}
        />
        {selected && (
          <RecordDetail
            topic={topic}
            place={selected}
            tab={address.detail}
            onTab={tab => go({ detail: tab }, { replace: true })}
            onClose={() => select(null)}
          />
        )}
      </div>
      <Foot zoneAt={zoneAt}>
        {isSearch && found.loaded.data && <SearchFoot found={found.loaded.data} isStopped={found.isStopped} />}
        {isLive && live.loaded.data && (
          <LiveFoot live={live.loaded.data} isPaused={live.isPaused} waiting={live.waiting} />
        )}
        {pages.window && <PagesFoot window={pages.window} />}
        {pages.extending && <span>Reading on…</span>}
        {pages.problem && <span className={classes.warn}>{pages.problem.message}</span>}
      </Foot>
    </div>
  )
}

const noRows: readonly RecordRow[] = []

/** What the address asks to be read. A search of what is live begins at the end and goes back. */
function pageQuery(topic: string, { from, only, order, search }: TopicsAddress): PageQuery {
  const partitions = only === null ? null : [only]
  // A search from the end reads back to the beginning.
  if (from.kind === 'live' || (from.kind === 'latest' && search !== '')) {
    return { topic, partitions, from: { kind: search === '' ? 'latest' : 'earliest' }, order }
  }
  if (from.kind === 'time') return { topic, partitions, from: { kind: 'time', at: from.ms }, order }
  if (from.kind === 'offset') return { topic, partitions, from: { kind: 'offset', offset: from.offset }, order }
  return { topic, partitions, from: { kind: from.kind }, order }
}

/** The columns that can be shown and those that are. They stay the same objects as long as nothing about them changes. */
function useColumns(topic: string, rows: readonly RecordRow[]) {
  const chosen = useTopicChoices(({ columns }) => columns[topic]) ?? null
  const found = useMemo(() => columnChoices(rows.slice(0, columnRows)), [rows])
  const signature = JSON.stringify(found)
  const choices = useMemo(() => JSON.parse(signature) as ColumnChoice[], [signature])
  const isPlain = useMemo(() => isMostlyPlain(rows.slice(0, columnRows)), [rows])
  const shown = useMemo(() => shownColumns(choices, chosen, isPlain), [choices, chosen, isPlain])
  return { choices, shown, isChosen: chosen !== null }
}
