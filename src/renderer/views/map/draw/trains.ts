import type { LineId } from '../../../../shared/city/types'
import type { TrainSprite } from '../geometry/glide'
import { screenX, screenY, type Viewport } from '../geometry/plane'
import type { MapStyle } from '../geometry/style'
import { strokeColor, type Palette } from './palette'
import type { Box } from './stations'
import { dimAlpha } from './tracks'

/** A train where it was drawn, CSS pixels. */
export interface PlacedTrain {
  sprite: TrainSprite
  x: number
  y: number
  /** Radius that the pointer hits. */
  reach: number
  length: number
}

export interface TrainOptions {
  selected: string | null
  hovered: string | null
  focus: LineId | null
  /** 1.25 on a wall display. */
  scale: number
}

const widthShare = 0.52
const ringShare = 0.72
const ringSmallZoom = 13.2
const selectedShare = 1.22
const chevronZoom = 12.9
/** Far out trains of the two directions would lie on each other, so they keep a little more to their right. */
const apartZoom = 12.3
const apartPx = 1.1
/** A target of at least 24 x 24. */
const reachPxMin = 12

/** Draws all trains, those that a record vouches for above the estimates. @returns where they stand */
export function drawTrains(
  g: CanvasRenderingContext2D,
  view: Viewport,
  style: MapStyle,
  sprites: TrainSprite[],
  palette: Palette,
  options: TrainOptions,
): PlacedTrain[] {
  const rank = (sprite: TrainSprite) =>
    sprite.id === options.selected ? 3 : sprite.id === options.hovered ? 2 : sprite.certainty === 'recorded' ? 1 : 0
  const placed = sprites
    .map(sprite => place(view, style, sprite, options))
    .filter(({ x, y, length }) => x > -length && y > -length && x < view.width + length && y < view.height + length)
    .sort((one, other) => rank(one.sprite) - rank(other.sprite))
  for (const train of placed) drawTrain(g, style, train, palette, options)
  return placed
}

/** The box of a train, as labels see it. */
export function trainBox({ x, y, length }: PlacedTrain): Box {
  return { left: x - length * 0.5, top: y - length * 0.38, right: x + length * 0.5, bottom: y + length * 0.38 }
}

function place(view: Viewport, style: MapStyle, sprite: TrainSprite, options: TrainOptions): PlacedTrain {
  const side = sprite.onRing ? 0 : Math.max(1.2, style.track * 0.42) + (style.zoom < apartZoom ? apartPx : 0)
  const small = sprite.onRing && style.zoom < ringSmallZoom ? ringShare : 1
  const large = sprite.id === options.selected ? selectedShare : 1
  const length = style.train * small * large * options.scale
  return {
    sprite,
    x: screenX(view, sprite.at.x) + sprite.facing.y * side,
    y: screenY(view, sprite.at.y) + sprite.facing.x * side,
    reach: Math.max(reachPxMin, length * 0.6),
    length,
  }
}

function drawTrain(
  g: CanvasRenderingContext2D,
  style: MapStyle,
  { sprite, x, y, length }: PlacedTrain,
  palette: Palette,
  options: TrainOptions,
): void {
  const width = length * widthShare
  const isHollow = sprite.certainty === 'estimated'
  g.save()
  g.translate(x, y)
  g.globalAlpha = sprite.alpha * (options.focus && options.focus !== sprite.line ? dimAlpha : 1)
  if (sprite.id === options.selected) ringAround(g, length * 0.95, palette, 0.2, 1.75)
  else if (sprite.id === options.hovered) ringAround(g, length * 0.9, palette, 0.12, 1)
  g.rotate(Math.atan2(-sprite.facing.y, sprite.facing.x))
  const rim = palette.isDark || isHollow ? 3.4 : 2.9
  bullet(g, length + rim, width + rim)
  g.fillStyle = palette.color(isHollow ? 'map-casing' : 'train-case')
  g.fill()
  bullet(g, length, width)
  if (isHollow) {
    g.fillStyle = palette.color('map-city')
    g.fill()
    g.lineWidth = 1.8
    g.setLineDash(style.zoom > 13 ? [3.4, 2] : [2.8, 1.5])
    g.strokeStyle = strokeColor(palette, sprite.line)
    g.stroke()
    g.setLineDash([])
  } else {
    g.fillStyle = palette.color(`line-${sprite.line}`)
    g.fill()
    g.lineWidth = style.zoom > 13 ? 1.6 : 1.25
    g.strokeStyle = palette.color('train-edge')
    g.stroke()
  }
  const ink = isHollow ? strokeColor(palette, sprite.line) : palette.color(`on-${sprite.line}`)
  if (sprite.status === 'broken_down') cross(g, width * 0.3, ink)
  else if (style.zoom >= chevronZoom) chevron(g, length, width * 0.26, ink)
  g.restore()
}

function ringAround(g: CanvasRenderingContext2D, radius: number, palette: Palette, fill: number, line: number): void {
  const alpha = g.globalAlpha
  g.beginPath()
  g.arc(0, 0, radius, 0, 2 * Math.PI)
  g.fillStyle = palette.color('accent')
  g.globalAlpha = alpha * fill
  g.fill()
  g.globalAlpha = alpha
  g.lineWidth = line
  g.strokeStyle = palette.color('accent')
  g.stroke()
}

/** A rounded rectangle about the origin with a nose at +x. */
export function bullet(g: CanvasRenderingContext2D, length: number, width: number): void {
  const back = -length / 2
  const half = width / 2
  const nose = Math.min(length * 0.31, half * 1.25)
  const round = Math.min(half * 0.75, length * 0.25)
  const neck = length / 2 - nose
  const bend = length / 2 - nose * 0.25
  g.beginPath()
  g.moveTo(back + round, -half)
  g.lineTo(neck, -half)
  g.quadraticCurveTo(bend, -half * 0.72, length / 2, 0)
  g.quadraticCurveTo(bend, half * 0.72, neck, half)
  g.lineTo(back + round, half)
  g.quadraticCurveTo(back, half, back, half - round)
  g.lineTo(back, round - half)
  g.quadraticCurveTo(back, -half, back + round, -half)
  g.closePath()
}

function chevron(g: CanvasRenderingContext2D, length: number, half: number, color: string): void {
  const tip = length * 0.28
  g.beginPath()
  g.moveTo(tip, 0)
  g.lineTo(tip - half * 1.5, -half)
  g.lineTo(tip - half * 1.5, half)
  g.closePath()
  g.fillStyle = color
  g.fill()
}

function cross(g: CanvasRenderingContext2D, half: number, color: string): void {
  g.beginPath()
  g.moveTo(-half, -half)
  g.lineTo(half, half)
  g.moveTo(half, -half)
  g.lineTo(-half, half)
  g.strokeStyle = color
  g.lineWidth = 1.6
  g.stroke()
}
