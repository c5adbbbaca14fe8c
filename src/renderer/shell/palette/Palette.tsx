import { Modal } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { useLocation } from 'wouter'
import type { Hit } from './hit'
import classes from './Palette.module.css'
import { closePalette } from './palette-store'
import { useHits } from './use-hits'

/** Finds views, things and actions by their names. */
export default function Palette() {
  const [, navigate] = useLocation()
  const [query, setQuery] = useState('')
  const [chosen, setChosen] = useState(0)
  const tools = useMemo(() => ({ navigate: (href: string) => navigate(href) }), [navigate])
  const { groups, isSearching } = useHits(query.trim(), tools)
  const hits = groups.flatMap(group => group.hits)
  const current = Math.min(chosen, hits.length - 1)
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [current])

  const choose = (hit: Hit | undefined) => {
    if (!hit) return
    closePalette()
    hit.run()
  }
  const steps: Record<string, number> = { ArrowDown: current + 1, ArrowUp: current - 1 }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key]
    if (step !== undefined && hits.length > 0) setChosen((step + hits.length) % hits.length)
    else if (event.key === 'Enter') choose(hits[current])
    else return
    event.preventDefault()
  }
  return (
    <Modal
      opened
      onClose={closePalette}
      withCloseButton={false}
      size={680}
      yOffset="12vh"
      padding={0}
      // Names the dialog; the field below says the same to those who see it.
      title="Search or jump to"
      styles={{ header: { display: 'none' } }}
      transitionProps={{ duration: 80 }}
    >
      <div className={classes.head}>
        <IconSearch size={16} stroke={1.8} aria-hidden />
        <input
          type="text"
          role="combobox"
          aria-label="Search or jump to"
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={current >= 0 ? `${id}-${current}` : undefined}
          placeholder="A station, train, topic, view or action"
          spellCheck={false}
          autoComplete="off"
          data-autofocus
          value={query}
          onChange={event => {
            setQuery(event.target.value)
            setChosen(0)
          }}
          onKeyDown={onKeyDown}
        />
        <span>Enter opens, Esc closes</span>
      </div>
      <div ref={list} id={`${id}-list`} className={classes.list} role="listbox" aria-label="Found">
        {groups.map(({ title, hits: groupHits }) => (
          <div key={title} role="group" aria-label={title}>
            <h3 className={classes.group} aria-hidden>
              {title}
            </h3>
            {groupHits.map(hit => {
              const index = hits.indexOf(hit)
              return (
                <div
                  key={hit.id}
                  id={`${id}-${index}`}
                  className={classes.hit}
                  role="option"
                  aria-selected={index === current}
                  onPointerMove={() => setChosen(index)}
                  onClick={() => choose(hit)}
                >
                  <span className={classes.icon}>{hit.icon}</span>
                  <b data-mono={hit.isMono || undefined}>{hit.title}</b>
                  {hit.detail && <span className={classes.detail}>{hit.detail}</span>}
                  {hit.hint && <span className={classes.hint}>{hit.hint}</span>}
                </div>
              )
            })}
          </div>
        ))}
      </div>
      {hits.length === 0 && (
        <p className={classes.nothing} role="status">
          {isSearching ? 'Searching…' : `Nothing is called “${query.trim()}”.`}
        </p>
      )}
    </Modal>
  )
}
