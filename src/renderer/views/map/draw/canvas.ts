/** A canvas over the whole of its parent, sharp at any pixel ratio. */
export interface Surface {
  g: CanvasRenderingContext2D
  /**
   * Fits it to a size in CSS pixels, wipes it, and sets units to CSS pixels. With a margin it reaches so far over its
   * parent on all sides; the origin stays the parent's corner.
   */
  begin(width: number, height: number, margin?: number): void
  /** Moves what was drawn, without drawing it anew. The next begin() ends that. */
  shift(x: number, y: number): void
  remove(): void
}

export function createSurface(parent: HTMLElement, className: string): Surface {
  const canvas = document.createElement('canvas')
  canvas.className = className
  canvas.setAttribute('aria-hidden', 'true')
  parent.append(canvas)
  const g = canvas.getContext('2d')
  if (!g) throw new Error('This browser has no 2D canvas, which the map is drawn on.')
  let offset = 0
  return {
    g,
    begin(width, height, margin = 0) {
      const ratio = window.devicePixelRatio || 1
      const pixelWidth = Math.round((width + 2 * margin) * ratio)
      const pixelHeight = Math.round((height + 2 * margin) * ratio)
      if (canvas.width !== pixelWidth || canvas.height !== pixelHeight) {
        canvas.width = pixelWidth
        canvas.height = pixelHeight
        canvas.style.width = `${width + 2 * margin}px`
        canvas.style.height = `${height + 2 * margin}px`
      }
      offset = margin
      canvas.style.transform = `translate(${-margin}px, ${-margin}px)`
      g.setTransform(ratio, 0, 0, ratio, 0, 0)
      g.clearRect(0, 0, width + 2 * margin, height + 2 * margin)
      g.translate(margin, margin)
    },
    shift: (x, y) => {
      canvas.style.transform = `translate(${x - offset}px, ${y - offset}px)`
    },
    remove: () => canvas.remove(),
  }
}
