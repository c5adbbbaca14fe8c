import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { LogEntry } from '../../../shared/contract/logs'

/** So near to the end, px, counts as at the end. */
const endWithin = 24

interface Following {
  /** What to show: the newest entries, or those from when it was held still. */
  shown: readonly LogEntry[]
  isFollowing: boolean
  /** Entries that have come since it was held still. */
  fresh: number
  hold(): void
  follow(): void
  onScroll(): void
}

/** A list that stays at its newest entries until a person goes up in it. */
export function useFollowing(entries: readonly LogEntry[], scroller: { current: HTMLElement | null }): Following {
  const [held, setHeld] = useState<readonly LogEntry[] | null>(null)
  const isFollowing = held === null
  const newest = entries.at(-1)?.id
  const lastHeld = held?.at(-1)?.id ?? 0
  // The last rows may be measured only once they are in sight, so their end is looked for twice.
  useLayoutEffect(() => {
    const element = scroller.current
    if (!isFollowing || !element) return
    element.scrollTo({ top: element.scrollHeight })
    const frame = requestAnimationFrame(() => {
      element.scrollTo({ top: element.scrollHeight })
    })
    return () => cancelAnimationFrame(frame)
  }, [isFollowing, newest, scroller])
  const hold = () => setHeld(before => before ?? entries)
  useHoldOnScrollUp(scroller, hold)
  return {
    shown: held ?? entries,
    isFollowing,
    fresh: held ? entries.reduce((count, { id }) => (id > lastHeld ? count + 1 : count), 0) : 0,
    hold,
    follow: () => setHeld(null),
    onScroll() {
      const element = scroller.current
      if (!element || !held || lastHeld !== newest) return
      // Who has scrolled down to the newest wants to see what comes.
      if (element.scrollHeight - element.scrollTop - element.clientHeight < endWithin) setHeld(null)
    },
  }
}

/** A wheel, a finger or a key that goes up holds the list still. */
function useHoldOnScrollUp(scroller: { current: HTMLElement | null }, hold: () => void): void {
  const newest = useRef(hold)
  useEffect(() => {
    newest.current = hold
  })
  useEffect(() => {
    const element = scroller.current
    if (!element) return
    let top = element.scrollTop
    const onWheel = ({ deltaY }: WheelEvent) => {
      if (deltaY < 0 && element.scrollTop > 0) newest.current()
    }
    const onKey = ({ key }: KeyboardEvent) => {
      if (['PageUp', 'Home'].includes(key)) newest.current()
    }
    // A scrollbar that is dragged tells nothing but its place.
    const onPointer = () => {
      top = element.scrollTop
    }
    const onPointerUp = () => {
      if (element.scrollTop < top) newest.current()
    }
    element.addEventListener('wheel', onWheel, { passive: true })
    element.addEventListener('keydown', onKey)
    element.addEventListener('pointerdown', onPointer)
    window.addEventListener('pointerup', onPointerUp)
    return () => {
      element.removeEventListener('wheel', onWheel)
      element.removeEventListener('keydown', onKey)
      element.removeEventListener('pointerdown', onPointer)
      window.removeEventListener('pointerup', onPointerUp)
    }
  }, [scroller])
}
