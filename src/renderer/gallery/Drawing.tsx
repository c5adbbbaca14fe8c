import { useEffect, useRef } from 'react'
import { useScheme } from '../state/scheme'
import { readPalette, type Palette } from '../views/map/draw/palette'

interface DrawingProps {
  /** CSS pixels. */
  width: number
  height: number
  /** Read out. */
  label: string
  draw(g: CanvasRenderingContext2D, palette: Palette, width: number, height: number): void
}

/** Something that the map draws, by itself. */
export function Drawing({ width, height, label, draw }: DrawingProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const scheme = useScheme()
  useEffect(() => {
    const element = canvas.current
    const g = element?.getContext('2d')
    if (!element || !g) return
    const ratio = window.devicePixelRatio
    element.width = width * ratio
    element.height = height * ratio
    g.scale(ratio, ratio)
    draw(g, readPalette(document.documentElement), width, height)
  }, [width, height, draw, scheme])
  return <canvas ref={canvas} style={{ width, height }} role="img" aria-label={label} />
}
