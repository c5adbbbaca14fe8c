/** A canvas over the whole of its parent, sharp at any pixel ratio. */
export interface Surface {
  g: CanvasRenderingContext2D
  /** Fits it to a size in CSS pixels, wipes it, and sets units to CSS pixels. */
  begin(width: number, height: number): void
  remove(): void
}

export function createSurface(parent: HTMLElement, className: string): Surface {
  const canvas = document.createElement('canvas')
  canvas.className = className
  canvas.setAttribute('aria-hidden', 'true')
  parent.append(canvas)
  const g = canvas.getContext('2d')
  if (!g) throw new Error('This browser has no 2D canvas, which the map is drawn on.')
  return {
    g,
    begin(width, height) {
      const ratio = window.devicePixelRatio || 1
      const pixelWidth = Math.round(width * ratio)
      const pixelHeight = Math.round(height * ratio)
      if (canvas.width !== pixelWidth || canvas.height !== pixelHeight) {
        canvas.width = pixelWidth
        canvas.height = pixelHeight
        canvas.style.width = `${width}px`
        canvas.style.height = `${height}px`
      }
      g.setTransform(ratio, 0, 0, ratio, 0, 0)
      g.clearRect(0, 0, width, height)
    },
    remove: () => canvas.remove(),
  }
}
