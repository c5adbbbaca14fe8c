import { IconArrowUpRight } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { KsqlColumn, KsqlQueryDetail } from '../../../../shared/contract/ksql'
import { CodeBlock } from '../../../ui/CodeBlock'
import { formatCount } from '../../../ui/format'
import { addressOf } from '../address'
import classes from './Details.module.css'

/** A part of the details, divided from the next by a line. */
export function Part({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className={classes.part} aria-label={title}>
      <h3>
        {title}
        {aside !== undefined && <span>{aside}</span>}
      </h3>
      {children}
    </section>
  )
}

/** Names and values; those without a value are left out. */
export function FactList({ facts }: { facts: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className={classes.facts}>
      {facts
        .filter(([, value]) => value !== null && value !== undefined && value !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  )
}

export function TopicLink({ topic }: { topic: string }) {
  return (
    <Link className={classes.link} href={`/topics/${encodeURIComponent(topic)}`} title={topic}>
      <span>{topic}</span>
      <IconArrowUpRight size={13} stroke={1.8} aria-hidden />
    </Link>
  )
}

export function QueryLink({ id }: { id: string }) {
  return (
    <Link className={classes.link} href={addressOf({ kind: 'query', name: id })} title={id}>
      <span>{id}</span>
    </Link>
  )
}

export function Columns({ columns }: { columns: readonly KsqlColumn[] }) {
  return (
    <Part title="Columns" aside={formatCount(columns.length)}>
      <ul className={classes.columns}>
        {columns.map(({ name, type, isKey }) => (
          <li key={name}>
            <span title={name}>{name}</span>
            {isKey && <em>key</em>}
            <code title={type}>{type}</code>
          </li>
        ))}
      </ul>
    </Part>
  )
}

export function Statement({ text }: { text: string }) {
  if (text.trim() === '') return null
  return (
    <Part title="Statement">
      <CodeBlock text={text.trim()} label="Statement" wraps className={classes.code} />
    </Part>
  )
}

/** How far queries have read, by partition. What is behind the end counts as lag. */
export function Progress({ progress }: { progress: KsqlQueryDetail['progress'] }) {
  if (progress.length === 0) return null
  const lags = progress.map(lagOf)
  const total = lags.reduce((sum, lag) => sum + lag, 0n)
  const groups = [...new Set(progress.map(({ groupId }) => groupId))]
  return (
    <Part title="Read so far" aside={total === 0n ? 'all' : `${formatCount(Number(total))} behind`}>
      {groups.map(group => (
        <Link key={group} className={classes.link} href={`/groups/${encodeURIComponent(group)}`} title={group}>
          <span>{group}</span>
          <IconArrowUpRight size={13} stroke={1.8} aria-hidden />
        </Link>
      ))}
      <table className={classes.progress}>
        <thead>
          <tr>
            <th scope="col">Topic</th>
            <th scope="col">P</th>
            <th scope="col">Read to</th>
            <th scope="col">Behind</th>
          </tr>
        </thead>
        <tbody>
          {progress.slice(0, partitionsMax).map((row, i) => (
            <tr key={`${row.groupId} ${row.topic} ${row.partition}`}>
              <td title={row.topic}>{row.topic}</td>
              <td>{row.partition}</td>
              <td>{formatDigits(row.consumed)}</td>
              <td data-late={lags[i]! > 0n || undefined}>{formatDigits(String(lags[i]))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {progress.length > partitionsMax && <p>{formatCount(progress.length - partitionsMax)} more partitions</p>}
    </Part>
  )
}

/** So many partitions are listed. */
const partitionsMax = 100

/** Records between what was read and the end. */
function lagOf({ start, end, consumed }: KsqlQueryDetail['progress'][number]): bigint {
  const [first, last, read] = [start, end, consumed].map(toBigInt)
  const from = read! > first! ? read! : first!
  return last! > from ? last! - from : 0n
}

function toBigInt(digits: string): bigint {
  return /^-?\d+$/.test(digits) ? BigInt(digits) : 0n
}

function formatDigits(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',')
}
