import { IconAntenna, IconColumns3, IconPlayerPause, IconPlayerPlay, IconRefresh } from '@tabler/icons-react'
import { useState } from 'react'
import { Button, IconButton } from '../../../ui/Button'
import { MenuButton } from '../../../ui/MenuButton'
import { Segments } from '../../../ui/Segments'
import { Select } from '../../../ui/Select'
import { defaultOrder, parseOffset, type ReadFrom, type TopicsAddress } from '../address'
import { chooseColumns } from '../choices'
import { formatMoment, parseMoment } from '../city-time'
import type { Go } from '../address'
import type { ColumnChoice } from './columns'
import { EntryField } from './EntryField'
import classes from './RecordsTab.module.css'

interface ReadToolbarProps {
  topic: string
  address: TopicsAddress
  go: Go
  /** Numbers of the partitions; null until they are known. */
  partitions: readonly number[] | null
  choices: readonly ColumnChoice[]
  shown: readonly ColumnChoice[]
  /** Somebody has chosen the columns. */
  isChosen: boolean
  /** Null unless records are followed live. */
  live: { isPaused: boolean; onPause(isPaused: boolean): void } | null
  onReload(): void
}

/** Where reading begins, of which partitions, in what order and with which columns. */
export function ReadToolbar(props: ReadToolbarProps) {
  const { address, go, partitions, live, onReload } = props
  const isSearch = address.search !== ''
  const isMerged = address.only === null && partitions?.length !== 1
  return (
    <div className={classes.toolbar}>
      <FromControl address={address} go={go} />
      <Select
        label="Partition"
        value={address.only === null ? 'all' : String(address.only)}
        options={partitionOptions(partitions, address.only)}
        onChange={value => go({ only: value === 'all' ? null : Number(value), selected: null, from: address.from })}
      />
      {address.from.kind !== 'live' && (
        <Select
          label="Order"
          value={address.order}
          options={[
            { value: 'newest', title: isMerged ? 'newest first, merged by time' : 'newest first' },
            { value: 'oldest', title: isMerged ? 'oldest first, merged by time' : 'oldest first' },
          ]}
          onChange={order => go({ order })}
        />
      )}
      {live && !isSearch && (
        <Button
          icon={live.isPaused ? <IconPlayerPlay size={14} stroke={1.6} /> : <IconPlayerPause size={14} stroke={1.6} />}
          aria-pressed={live.isPaused}
          title={`${live.isPaused ? 'Go on' : 'Pause'} (P)`}
          onClick={() => live.onPause(!live.isPaused)}
        >
          {live.isPaused ? 'Go on' : 'Pause'}
        </Button>
      )}
      <span className={classes.space} />
      {address.from.kind !== 'live' && (
        <IconButton label="Read again" hotkey="R" onClick={onReload}>
          <IconRefresh size={15} stroke={1.6} aria-hidden />
        </IconButton>
      )}
      <ColumnsMenu {...props} />
    </div>
  )
}

type FromKind = ReadFrom['kind']

const fromTitles: readonly { value: FromKind; title: string }[] = [
  { value: 'earliest', title: 'Earliest' },
  { value: 'latest', title: 'Latest' },
  { value: 'offset', title: 'Offset' },
  { value: 'time', title: 'Time' },
]

function FromControl({ address: { from, search }, go }: { address: TopicsAddress; go: Go }) {
  /** Offset or time was chosen, and is not typed yet. */
  const [asking, setAsking] = useState<'offset' | 'time' | null>(null)
  const kind = asking ?? from.kind
  const read = (next: ReadFrom) => {
    setAsking(null)
    go({ from: next, order: defaultOrder(next), selected: null })
  }
  const options = [
    ...fromTitles,
    {
      value: 'live' as const,
      title: (
        <>
          <IconAntenna size={14} stroke={1.6} aria-hidden />
          Live
        </>
      ),
      disabled: search !== '',
    },
  ]
  return (
    <>
      <Segments<FromKind>
        label="Read from"
        options={options}
        value={kind}
        onChange={next => (next === 'offset' || next === 'time' ? setAsking(next) : read({ kind: next }))}
      />
      {kind === 'offset' && (
        <EntryField
          key="offset"
          label="from offset"
          initial={from.kind === 'offset' ? from.offset : ''}
          placeholder="0"
          width={130}
          parse={text => {
            const offset = parseOffset(text)
            return offset === null ? null : { kind: 'offset' as const, offset }
          }}
          help="An offset is a whole number from 0 on."
          takesFocus={asking !== null}
          onEnter={read}
        />
      )}
      {kind === 'time' && (
        <EntryField
          key="time"
          label="from"
          initial={from.kind === 'time' ? formatMoment(from.ms).replace(/\.000$/, '') : ''}
          placeholder="2026-07-14 17:24:38"
          width={176}
          parse={text => {
            const ms = parseMoment(text)
            return ms === null ? null : { kind: 'time' as const, ms }
          }}
          help="A time is written 2026-07-14 17:24:38, in Chicago's time, or as ms since 1970."
          takesFocus={asking !== null}
          onEnter={read}
        />
      )}
    </>
  )
}

function ColumnsMenu({ topic, choices, shown, isChosen }: ReadToolbarProps) {
  const ids = shown.map(({ id }) => id)
  const items = choices.map(({ id, title, type }) => ({
    id,
    title,
    hint: type ?? undefined,
    isChecked: ids.includes(id),
    onSelect: () =>
      chooseColumns(topic, ids.includes(id) ? ids.filter(other => other !== id) : inOrder(choices, [...ids, id])),
  }))
  return (
    <MenuButton
      label="Columns"
      icon={<IconColumns3 size={15} stroke={1.6} aria-hidden />}
      staysOpen
      groups={[
        items.filter(({ hint }) => hint === undefined),
        items.filter(({ hint }) => hint !== undefined),
        ...(isChosen ? [[{ id: 'default', title: 'As at first', onSelect: () => chooseColumns(topic, null) }]] : []),
      ].filter(group => group.length > 0)}
    />
  )
}

/** Columns stand in the order in which they are offered. */
function inOrder(choices: readonly ColumnChoice[], ids: readonly string[]): string[] {
  const places = new Map(choices.map(({ id }, i) => [id, i]))
  return [...ids].sort((one, other) => (places.get(one) ?? 1e9) - (places.get(other) ?? 1e9))
}

function partitionOptions(partitions: readonly number[] | null, only: number | null) {
  const numbers = new Set(partitions ?? [])
  if (only !== null) numbers.add(only)
  return [
    { value: 'all', title: 'all' },
    ...[...numbers]
      .sort((one, other) => one - other)
      .map(partition => ({ value: String(partition), title: String(partition) })),
  ]
}
