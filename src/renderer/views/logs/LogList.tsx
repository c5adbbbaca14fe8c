import { IconArrowDown, IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef, useState, type ReactNode } from 'react'
import type { LogEntry, LogLevel } from '../../../shared/contract/logs'
import { Button } from '../../ui/Button'
import { CodeBlock } from '../../ui/CodeBlock'
import { CopyButton, copyText } from '../../ui/CopyButton'
import { formatCount } from '../../ui/format'
import { useKeys } from '../../ui/keys'
import { StateMark, type Mark } from '../../ui/StateMark'
import { levelWords, sourceWords } from './address'
import { useFollowing } from './following'
import { entryJson, fieldsLine, fieldsText, formatWallTime } from './known-log'
import classes from './LogList.module.css'

const rowHeight = 26

interface LogListProps {
  entries: readonly LogEntry[]
  /** In place of rows when there are none. */
  empty: ReactNode
  /** A line above the oldest. */
  top?: ReactNode
}

/**
 * Entries, the newest at the bottom. It follows them until a person scrolls up: then it holds still and counts what is
 * new.
 */
export function LogList({ entries, empty, top }: LogListProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const { shown, isFollowing, fresh, hold, follow, onScroll } = useFollowing(entries, scroller)
  const [openIds, setOpenIds] = useState<ReadonlySet<number>>(new Set())
  const [activeId, setActiveId] = useState<number | null>(null)
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: index => shown[index]!.id,
    overscan: 12,
  })
  const toggle = (id: number) => {
    hold()
    setActiveId(id)
    setOpenIds(before => {
      const after = new Set(before)
      if (!after.delete(id)) after.add(id)
      return after
    })
  }
  const activeIndex = shown.findIndex(({ id }) => id === activeId)
  const moveBy = (by: number) => {
    const index = activeIndex < 0 ? shown.length - 1 : Math.max(0, Math.min(shown.length - 1, activeIndex + by))
    const entry = shown[index]
    if (!entry) return
    hold()
    setActiveId(entry.id)
    virtual.scrollToIndex(index, { align: 'auto' })
  }
  useKeys('Entries', [
    { key: 'j', also: ['ArrowDown'], label: 'J', title: 'Next entry', run: () => moveBy(1) },
    { key: 'k', also: ['ArrowUp'], label: 'K', title: 'Previous entry', run: () => moveBy(-1) },
    { key: 'Enter', title: 'Open or close the entry', run: () => activeId !== null && toggle(activeId) },
    { key: 'End', title: 'Follow the newest entries', run: follow },
    {
      key: 'y',
      label: 'Y',
      title: 'Copy the entry as JSON',
      run: () => void (shown[activeIndex] && copyText(entryJson(shown[activeIndex]))),
    },
  ])
  return (
    <div className={classes.list}>
      <Head />
      <div
        ref={scroller}
        className={classes.scroller}
        role="log"
        aria-label="Entries of the log"
        aria-live="off"
        tabIndex={0}
        onScroll={onScroll}
      >
        {top}
        {shown.length === 0 ? (
          empty
        ) : (
          <div className={classes.rows} style={{ height: virtual.getTotalSize() }}>
            {virtual.getVirtualItems().map(({ index, start, key }) => {
              const entry = shown[index]!
              return (
                <div
                  key={key}
                  ref={virtual.measureElement}
                  data-index={index}
                  className={classes.item}
                  style={{ transform: `translateY(${start}px)` }}
                >
                  <Row
                    entry={entry}
                    isOpen={openIds.has(entry.id)}
                    isActive={entry.id === activeId}
                    onToggle={() => toggle(entry.id)}
                  />
                </div>
              )
            })}
          </div>
        )}
      </div>
      {!isFollowing && (
        <div className={classes.follow}>
          <Button icon={<IconArrowDown size={14} stroke={1.8} />} onClick={follow}>
            {fresh === 0 ? 'Follow' : `${formatCount(fresh)} new`}
          </Button>
        </div>
      )}
    </div>
  )
}

/** The columns' titles, for the eye: each entry says what it is. */
function Head() {
  return (
    <div className={classes.head} aria-hidden>
      <span title="Wall time, in the zone of this computer">Time, wall</span>
      <span>Level</span>
      <span>Source</span>
      <span>Message</span>
    </div>
  )
}

interface RowProps {
  entry: LogEntry
  isOpen: boolean
  isActive: boolean
  onToggle(): void
}

function Row({ entry, isOpen, isActive, onToggle }: RowProps) {
  const Arrow = isOpen ? IconChevronDown : IconChevronRight
  return (
    <div className={classes.entry} data-active={isActive || undefined} data-level={entry.level}>
      <button type="button" className={classes.row} tabIndex={-1} aria-expanded={isOpen} onClick={onToggle}>
        <time dateTime={new Date(entry.at).toISOString()} title={new Date(entry.at).toString()}>
          {formatWallTime(entry.at)}
        </time>
        <span className={classes.level}>
          <LevelMark level={entry.level} /> {levelWords[entry.level]}
        </span>
        <span className={classes.source}>{sourceWords[entry.source]}</span>
        <span className={classes.message}>
          {entry.message}
          {entry.fields !== null && <em>{fieldsLine(entry.fields)}</em>}
        </span>
        <Arrow size={13} stroke={1.8} aria-hidden />
      </button>
      {isOpen && <Open entry={entry} />}
    </div>
  )
}

/** A message that is no longer than this is whole in its row, characters. */
const shortMessage = 60

/** The whole message and all fields. */
function Open({ entry }: { entry: LogEntry }) {
  return (
    <div className={classes.open}>
      {entry.message.length > shortMessage && <p>{entry.message}</p>}
      {entry.fields !== null && (
        <CodeBlock text={fieldsText(entry.fields)} language="json" label="Fields" wraps className={classes.fields} />
      )}
      {entry.isCut && <p className={classes.cut}>It was longer than is kept here; the file has all of it.</p>}
      <CopyButton text={() => entryJson(entry)} label="Copy as JSON" isWide />
    </div>
  )
}

const marks: Record<Exclude<LogLevel, 'info'>, Mark> = { debug: 'waits', warn: 'slow', error: 'failed' }

/** The common case is quiet. */
function LevelMark({ level }: { level: LogLevel }) {
  if (level !== 'info') return <StateMark mark={marks[level]} label={levelWords[level]} size={8} />
  return (
    <svg width="8" height="8" viewBox="0 0 10 10" aria-hidden>
      <circle className={classes.quiet} cx="5" cy="5" r="2.2" />
    </svg>
  )
}
