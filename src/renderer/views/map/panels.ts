import type { Box } from './draw/stations'

/** Where panels lie above the map, in its coordinates. */
export function panelBoxes(container: HTMLElement): Box[] {
  const origin = container.getBoundingClientRect()
  return [...document.querySelectorAll('[data-map-panel]')].map(panel => {
    const box = panel.getBoundingClientRect()
    return {
      left: box.left - origin.left - 6,
      right: box.right - origin.left + 6,
      top: box.top - origin.top - 6,
      bottom: box.bottom - origin.top + 6,
    }
  })
}
