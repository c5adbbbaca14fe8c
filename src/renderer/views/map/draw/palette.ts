import type { LineId } from '../../../../shared/city/types'

/** The tokens of the present scheme, read once per scheme: asking the style for each stroke would cost more than the stroke. */
export interface Palette {
  /** The value of `--name`. */
  color(name: string): string
  isDark: boolean
}

export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element)
  const known = new Map<string, string>()
  return {
    color(name) {
      let value = known.get(name)
      if (value === undefined) {
        value = style.getPropertyValue(`--${name}`).trim()
        known.set(name, value)
      }
      return value
    },
    isDark: document.documentElement.dataset.scheme !== 'light',
  }
}

/** Thin strokes in Yellow need another colour on a light ground. */
export function strokeColor(palette: Palette, line: LineId): string {
  return palette.color(line === 'yellow' ? 'stroke-yellow' : `line-${line}`)
}
