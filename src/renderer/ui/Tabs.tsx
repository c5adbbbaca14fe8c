import { useRef, type KeyboardEvent, type ReactNode } from 'react'
import classes from './Tabs.module.css'

interface TabsProps<Id extends string> {
  label: string
  tabs: readonly { id: NoInfer<Id>; title: string; count?: ReactNode }[]
  value: Id
  onChange(id: Id): void
  /** The id of the element that shows the chosen tab's content. */
  controls?: string
}

/** One of several contents of the same place. Arrows move between them. */
export function Tabs<Id extends string>({ label, tabs, value, onChange, controls }: TabsProps<Id>) {
  const list = useRef<HTMLDivElement>(null)
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    const at = tabs.findIndex(({ id }) => id === value)
    const next = tabs[(at + (by ?? 0) + tabs.length) % tabs.length]
    if (by === undefined || !next) return
    event.preventDefault()
    onChange(next.id)
    list.current?.querySelector<HTMLElement>(`[data-tab="${CSS.escape(next.id)}"]`)?.focus()
  }
  return (
    <div ref={list} className={classes.tabs} role="tablist" aria-label={label} onKeyDown={onKeyDown}>
      {tabs.map(({ id, title, count }) => (
        <button
          key={id}
          type="button"
          role="tab"
          className={classes.tab}
          data-tab={id}
          aria-selected={id === value}
          aria-controls={controls}
          tabIndex={id === value ? 0 : -1}
          onClick={() => onChange(id)}
        >
          {title}
          {count !== undefined && <span className={classes.count}>{count}</span>}
        </button>
      ))}
    </div>
  )
}
