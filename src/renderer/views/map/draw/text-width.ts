/** Widths that were measured, by font and text, CSS pixels. */
const known = new Map<string, number>()

/** Far more than the map has names in all their sizes; bounds what odd names could fill. */
const knownMax = 4_000

let isWatching = false

/** How wide a text is. Measuring lays the text out, so each is measured but once, and again when a font has come. */
export function textWidth(g: CanvasRenderingContext2D, font: string, text: string): number {
  if (!isWatching) {
    isWatching = true
    document.fonts.addEventListener('loadingdone', () => known.clear())
  }
  const key = `${font}\n${g.letterSpacing}\n${text}`
  const before = known.get(key)
  if (before !== undefined) return before
  if (known.size >= knownMax) known.clear()
  if (g.font !== font) g.font = font
  const { width } = g.measureText(text)
  known.set(key, width)
  return width
}
