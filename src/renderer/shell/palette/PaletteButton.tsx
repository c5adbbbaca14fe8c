import { IconSearch } from '@tabler/icons-react'
import { lazy, Suspense, useEffect } from 'react'
import { listenForPalette, openPalette, paletteKey, usePalette } from './palette-store'
import classes from './PaletteButton.module.css'

const Palette = lazy(() => import('./Palette'))

/** The way to everything by its name, at the right of the top bar. */
export function PaletteButton() {
  const isOpen = usePalette(store => store.isOpen)
  useEffect(() => listenForPalette(window), [])
  return (
    <>
      <button
        type="button"
        className={classes.button}
        aria-haspopup="dialog"
        aria-label="Search or jump to"
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
