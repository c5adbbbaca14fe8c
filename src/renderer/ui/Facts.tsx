import { IconArrowUpRight } from '@tabler/icons-react'
import { useState, type ReactNode } from 'react'
import { Link } from 'wouter'
import classes from './Facts.module.css'
import { formatCount } from './format'

/** What there is to know of a thing, in parts, at the right of what it contains. */
export function Facts({ label, children }: { label: string; children: ReactNode }) {
  return (
    <aside className={classes.column} aria-label={label} tabIndex={0}>
      {children}
    </aside>
  )
}

export function FactsPart({ title, count, children }: { title: string; count?: number; children: ReactNode }) {
  return (
    <section className={classes.part}>
      <h3>
        {title}
        {count !== undefined && <span>{formatCount(count)}</span>}
      </h3>
      {children}
    </section>
  )
}

/** A line of a part: the fact itself is strong, a technical name is mono. */
export function Fact({ as, title, children }: { as?: 'strong' | 'mono'; title?: string; children: ReactNode }) {
  return (
    <p className={as && classes[as]} title={title}>
      {children}
    </p>
  )
}

/** Leads to a thing of this name, which is cut at its beginning when it is long: the end of a name says most. */
export function NameLink({ name, href, note }: { name: string; href: string; note?: string }) {
  return (
    <Link className={classes.link} href={href} title={name}>
      <span>
        <bdi>{name}</bdi>
      </span>
      {note === undefined ? <IconArrowUpRight size={13} stroke={1.8} aria-hidden /> : <small>{note}</small>}
    </Link>
  )
}

interface FirstOnesProps<Item> {
  items: readonly Item[]
  /** Shown at first, and added by each click. */
  first: number
  more: number
  children(item: Item): ReactNode
}

/** The first of many, and more of them when asked. */
export function FirstOnes<Item>({ items, first, more, children }: FirstOnesProps<Item>) {
  const [shown, setShown] = useState(first)
  return (
    <>
      {items.slice(0, shown).map(children)}
      {items.length > shown && (
        <button type="button" className={classes.more} onClick={() => setShown(count => count + more)}>
          {formatCount(items.length - shown)} more
        </button>
      )}
    </>
  )
}
