import { IconArrowNarrowRight, IconTable } from '@tabler/icons-react'
import { useState, type ReactNode } from 'react'
import { Link } from 'wouter'
import type { KsqlOverview, KsqlSource } from '../../../shared/contract/ksql'
import { formatCount } from '../../ui/format'
import { SearchField } from '../../ui/SearchField'
import { StateMark } from '../../ui/StateMark'
import { Tag } from '../../ui/Tag'
import { addressOf, type Selection } from './address'
import { queryMark, queryWord } from './query-state'
import classes from './SourceList.module.css'

/** So many of one kind are listed; the filter finds the others. */
const listedMax = 300

interface SourceListProps {
  overview: KsqlOverview
  selection: Selection | null
}

/** Streams, tables and queries, each a door to its details. */
export function SourceList({ overview, selection }: SourceListProps) {
  const [filter, setFilter] = useState('')
  const fits = (...texts: string[]) => texts.some(text => text.toLowerCase().includes(filter.trim().toLowerCase()))
  const sources = overview.sources.filter(({ name, topic }) => fits(name, topic))
  const queries = overview.queries.filter(({ id, sinks }) => fits(id, ...sinks))
  const ofKind = (kind: KsqlSource['kind']) => sources.filter(source => source.kind === kind)
  const isCurrent = (kind: Selection['kind'], name: string) => selection?.kind === kind && selection.name === name
  return (
    <>
      <div className={classes.search}>
        <SearchField value={filter} onChange={setFilter} placeholder="Filter by name or topic" />
      </div>
      <div className={classes.lists}>
        {(['stream', 'table'] as const).map(kind => (
          <Section
            key={kind}
            title={kind === 'stream' ? 'Streams' : 'Tables'}
            count={ofKind(kind).length}
            empty={emptyText(kind, filter)}
          >
            {ofKind(kind)
              .slice(0, listedMax)
              .map(source => (
                <SourceRow key={source.name} source={source} isCurrent={isCurrent(kind, source.name)} />
              ))}
          </Section>
        ))}
        <Section title="Queries" count={queries.length} empty={emptyText('query', filter)}>
          {queries.slice(0, listedMax).map(query => (
            <Row
              key={query.id}
              to={{ kind: 'query', name: query.id }}
              isCurrent={isCurrent('query', query.id)}
              icon={<StateMark mark={queryMark(query.state)} label={queryWord(query.state)} />}
              name={query.id}
              fact={queryWord(query.state)}
            />
          ))}
        </Section>
      </div>
    </>
  )
}

function SourceRow({ source, isCurrent }: { source: KsqlSource; isCurrent: boolean }) {
  const Icon = source.kind === 'stream' ? IconArrowNarrowRight : IconTable
  return (
    <Row
      to={{ kind: source.kind, name: source.name }}
      isCurrent={isCurrent}
      icon={<Icon size={14} stroke={1.6} aria-hidden />}
      name={source.name}
      fact={
        <>
          {source.isWindowed && <Tag>windowed</Tag>}
          {source.valueFormat}
        </>
      }
    />
  )
}

interface RowProps {
  to: Selection
  isCurrent: boolean
  icon: ReactNode
  name: string
  fact: ReactNode
}

function Row({ to, isCurrent, icon, name, fact }: RowProps) {
  return (
    <li>
      <Link className={classes.row} href={addressOf(to)} aria-current={isCurrent ? 'true' : undefined} title={name}>
        {/* What the mark says stands at the right as a word. */}
        <i className={classes.icon} aria-hidden>
          {icon}
        </i>
        <span className={classes.name}>{name}</span>
        <span className={classes.fact}>{fact}</span>
      </Link>
    </li>
  )
}

interface SectionProps {
  title: string
  count: number
  empty: string
  children: ReactNode[]
}

function Section({ title, count, empty, children }: SectionProps) {
  return (
    <section className={classes.section} aria-label={title}>
      <h2>
        {title} <span>{formatCount(count)}</span>
      </h2>
      {count === 0 ? <p>{empty}</p> : <ul>{children}</ul>}
      {count > listedMax && <p>{formatCount(count - listedMax)} more; the filter finds them.</p>}
    </section>
  )
}

function emptyText(kind: Selection['kind'], filter: string): string {
  if (filter.trim() !== '') return 'None fits the filter.'
  if (kind === 'query') return 'None runs. CREATE … AS SELECT starts one.'
  return kind === 'stream'
    ? 'None. CREATE STREAM makes one over a topic.'
    : 'None. CREATE TABLE makes one over a topic.'
}
