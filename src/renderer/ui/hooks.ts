import { useEffect, useState, useSyncExternalStore } from 'react'

/** Counts up every so often, for what changes with time alone. Pauses while the page is hidden. */
export function useTick(everyMs: number): number {
  const [tick, setTick] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) setTick(count => count + 1)
    }, everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return tick
}

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
