import { useEffect, useRef, useState, useSyncExternalStore } from 'react'

/** A reading that changes with time, taken every so often. Pauses while the page is hidden. */
export function useReading<Value>(everyMs: number, read: () => Value): Value {
  const [value, setValue] = useState(read)
  const newest = useRef(read)
  useEffect(() => {
    newest.current = read
  })
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) setValue(() => newest.current())
    }, everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return value
}

/** Wall time, ms. */
export const useWallNow = (everyMs: number): number => useReading(everyMs, Date.now)

/** Whether a media query holds. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    listener => {
      const media = matchMedia(query)
      media.addEventListener('change', listener)
      return () => media.removeEventListener('change', listener)
    },
    () => matchMedia(query).matches,
  )
}
