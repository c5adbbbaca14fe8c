import { useSyncExternalStore } from 'react'
import { useSettings, type Scheme } from './settings'

const prefersLight = matchMedia('(prefers-color-scheme: light)')
const prefersLessMotion = matchMedia('(prefers-reduced-motion: reduce)')

/** The scheme that is shown: the chosen one, else the system's. */
export function schemeNow(): Scheme {
  return useSettings.getState().scheme ?? (prefersLight.matches ? 'light' : 'dark')
}

export function useScheme(): Scheme {
  return useSyncExternalStore(subscribeToScheme, schemeNow)
}

export function subscribeToScheme(listener: () => void): () => void {
  const leave = useSettings.subscribe(listener)
  prefersLight.addEventListener('change', listener)
  return () => {
    leave()
    prefersLight.removeEventListener('change', listener)
  }
}

export function toggleScheme(): void {
  useSettings.setState({ scheme: schemeNow() === 'dark' ? 'light' : 'dark' })
}

/** Whether things should appear in place instead of moving there. */
export function reducedMotion(): boolean {
  return prefersLessMotion.matches
}
