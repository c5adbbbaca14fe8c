import { useState } from 'react'
import type { TopicConfig, TopicDetail } from '../../../../shared/contract/topics'
import { formatBytes, formatCount } from '../../../ui/format'
import { SearchField } from '../../../ui/SearchField'
import { Segments } from '../../../ui/Segments'
import { Table, type Column } from '../../../ui/Table'
import { Tag } from '../../../ui/Tag'
import { formatLong } from '../retention'
import { cellText, visibleText } from '../text'
import classes from './Tabs.module.css'

const sources: Record<TopicConfig['source'], string> = {
  topic: 'this topic',
  broker: 'the broker',
  cluster: 'the cluster',
  file: "the broker's file",
  default: 'default',
  unknown: 'not told',
}

const columns: Column<TopicConfig>[] = [
  {
    id: 'name',
    title: 'Name',
    width: 'minmax(220px, 1.2fr)',
    mono: true,
    render: ({ name }) => <span title={name}>{name}</span>,
    sortBy: ({ name }) => name,
  },
  {
    id: 'value',
    title: 'Value',
    width: 'minmax(180px, 1.6fr)',
    mono: true,
    render: ({ value, isSensitive }) =>
      value === null ? (
        <i>{isSensitive ? 'secret, never told' : 'not told'}</i>
      ) : (
        <span title={visibleText(value)}>{value === '' ? <i>empty</i> : cellText(value)}</span>
      ),
  },
  { id: 'means', title: 'That is', width: 'minmax(90px, 0.6fr)', render: config => meaning(config) },
  {
    id: 'source',
    title: 'Set by',
    width: '150px',
    render: ({ source }) => (source === 'topic' ? <Tag tone="info">{sources[source]}</Tag> : sources[source]),
    sortBy: ({ source }) => source,
  },
]

/** How the topic is set up, and by whom. */
export function ConfigTab({ detail }: { detail: TopicDetail }) {
  const [filter, setFilter] = useState('')
  const [which, setWhich] = useState<'all' | 'set'>('all')
  const wanted = filter.trim().toLowerCase()
  const rows = detail.configs.filter(
    ({ name, source }) => name.toLowerCase().includes(wanted) && (which === 'all' || source !== 'default'),
  )
  const set = detail.configs.filter(({ source }) => source === 'topic').length
  return (
    <div className={classes.tab}>
      <div className={classes.toolbar}>
        <Segments<'all' | 'set'>
          label="Which"
          options={[
            { value: 'all', title: 'All' },
            { value: 'set', title: 'Not default' },
          ]}
          value={which}
          onChange={setWhich}
        />
        <SearchField value={filter} onChange={setFilter} placeholder="Filter by name of a setting" hotkey="s" />
      </div>
      {detail.configsReason && <p className={classes.note}>{detail.configsReason}</p>}
      <Table
        label="Configuration"
        columns={columns}
        rows={rows}
        rowKey={({ name }) => name}
        empty={
          <p className={classes.nothing}>{detail.configs.length === 0 ? 'Nothing is known.' : 'No such setting.'}</p>
        }
      />
      <footer className={classes.foot}>
        <span>
          <b>{formatCount(detail.configs.length)}</b> settings, <b>{formatCount(set)}</b> of them set for this topic
        </span>
      </footer>
    </div>
  )
}

/** A value of ms or bytes in words; nothing where the value says it itself. */
function meaning({ name, value }: TopicConfig): string | null {
  if (value === null || !/^-?\d+$/.test(value)) return null
  const number = Number(value)
  if (/\.(ms|bytes)$/.test(name) && number < 0) return 'no limit'
  if (name.endsWith('.ms')) return number > 1e15 ? 'no limit' : formatLong(number)
  if (name.endsWith('.bytes')) return formatBytes(number)
  return null
}
