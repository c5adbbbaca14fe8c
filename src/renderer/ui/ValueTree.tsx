import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import classes from './ValueTree.module.css'

/** So many children are shown at first, and more with each click. */
const shownFirst = 100

/** Levels that are open at first. */
const openDepth = 2

/** Longer texts are cut, with their length said. */
const textMax = 2_000

interface ValueTreeProps {
  /** As JSON.parse gives it. Numbers beyond 2^53 must come as texts. */
  value: unknown
  /** Read out. */
  label: string
  /** Stands at the root instead of how much is in it, such as a record's name and kind. */
  root?: { title: string; type: string }
}

/** A value as a tree that can be folded. Texts are shown as they are, never run. */
export function ValueTree({ value, label, root }: ValueTreeProps) {
  return (
    <ul className={classes.tree} aria-label={label}>
      <Node name={null} value={value} depth={0} root={root} />
    </ul>
  )
}

interface NodeProps {
  name: string | null
  value: unknown
  depth: number
  root?: ValueTreeProps['root']
}

function Node({ name, value, depth, root }: NodeProps) {
  const [isOpen, setOpen] = useState(depth < openDepth)
  const children = childrenOf(value)
  const pad = { paddingLeft: 14 + depth * 14 }
  if (!children) {
    return (
      <li className={classes.row} style={pad}>
        {name !== null && <span className={classes.name}>{name}</span>}
        <Scalar value={value} />
        <span className={classes.type}>{typeOf(value)}</span>
      </li>
    )
  }
  const size = `${children.length} ${Array.isArray(value) ? 'items' : 'fields'}`
  const Arrow = isOpen ? IconChevronDown : IconChevronRight
  return (
    <li>
      <button
        type="button"
        className={classes.row}
        style={pad}
        aria-expanded={isOpen}
        onClick={() => setOpen(open => !open)}
      >
        <Arrow size={13} stroke={1.8} aria-hidden />
        {root && <strong className={classes.root}>{root.title}</strong>}
        {name !== null && <span className={classes.name}>{name}</span>}
        <span className={classes.type}>{root?.type ?? size}</span>
      </button>
      {isOpen && <Children items={children} depth={depth + 1} />}
    </li>
  )
}

function Children({ items, depth }: { items: [string, unknown][]; depth: number }) {
  const [shown, setShown] = useState(shownFirst)
  return (
    <ul className={classes.tree}>
      {items.slice(0, shown).map(([name, value]) => (
        <Node key={name} name={name} value={value} depth={depth} />
      ))}
      {items.length > shown && (
        <li>
          <button
            type="button"
            className={classes.row}
            style={{ paddingLeft: 14 + depth * 14 }}
            onClick={() => setShown(count => count + shownFirst)}
          >
            {items.length - shown} more
          </button>
        </li>
      )}
    </ul>
  )
}

function Scalar({ value }: { value: unknown }) {
  if (typeof value !== 'string')
    return <span data-kind={typeof value === 'number' ? 'number' : 'word'}>{String(value)}</span>
  const text = value.length > textMax ? value.slice(0, textMax) : value
  return (
    <span data-kind="string">
      {JSON.stringify(text)}
      {value.length > textMax && <em> {value.length.toLocaleString('en-US')} characters</em>}
    </span>
  )
}

/** Names and values inside a value; null when it has none. */
function childrenOf(value: unknown): [string, unknown][] | null {
  if (Array.isArray(value)) return value.map((item, i) => [String(i), item])
  if (typeof value === 'object' && value !== null) return Object.entries(value)
  return null
}

function typeOf(value: unknown): string {
  return value === null ? 'null' : typeof value
}
