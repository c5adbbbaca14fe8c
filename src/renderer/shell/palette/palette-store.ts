import { create } from 'zustand'

/** As it stands on the key caps. */
export const paletteKey = /Mac|iPhone|iPad/.test(navigator.platform) ? '⌘ K' : 'Ctrl K'

/** Whether the palette is open. */
export const usePalette = create<{ isOpen: boolean }>(() => ({ isOpen: false }))

export const openPalette = () => usePalette.setState({ isOpen: true })
export const closePalette = () => usePalette.setState({ isOpen: false })

/** Ctrl K, or Cmd K, from everywhere, text fields included. @returns a function that stops it */
export function listenForPalette(target: Window): () => void {
  const onKey = (event: KeyboardEvent) => {
    // While it is being opened, letters that are typed already are not commands for what lies below.
    const isOpening = usePalette.getState().isOpen && document.activeElement === document.body
    if (isOpening && event.key.length === 1) event.stopImmediatePropagation()
    if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
    event.preventDefault()
    usePalette.setState(({ isOpen }) => ({ isOpen: !isOpen }))
  }
  target.addEventListener('keydown', onKey, true)
  return () => target.removeEventListener('keydown', onKey, true)
}
