import { IconSearch } from '@tabler/icons-react'
import { lazy, Suspense, useEffect } from 'react'
import { listenForPalette, openPalette, paletteKey, usePalette } from './palette-store'
import classes from './PaletteButton.module.css'

const loadPalette = () => import('./Palette')
const Palette = lazy(loadPalette)

/** It is fetched once the first view had its time, so that it opens at once and takes every letter. */
const fetchAfterMs = 3_000

/** The way to everything by its name, at the right of the top bar. */
export function PaletteButton() {
  const isOpen = usePalette(store => store.isOpen)
  useEffect(() => listenForPalette(window), [])
  useEffect(() => {
    const timer = setTimeout(() => void loadPalette(), fetchAfterMs)
    return () => clearTimeout(timer)
  }, [])
  return (
    <>
      <button
        type="button"
        className={classes.button}
        aria-haspopup="dialog"
        title={`Search or jump to (${paletteKey})`}
        onClick={openPalette}
      >
        <IconSearch size={15} stroke={1.8} aria-hidden />
        <span>Search or jump to…</span>
        <kbd>{paletteKey}</kbd>
      </button>
      {isOpen && (
        <Suspense fallback={null}>
          <Palette />
        </Suspense>
      )}
    </>
  )
}
