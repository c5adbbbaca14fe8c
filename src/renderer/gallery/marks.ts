import { lineIds, type LineId } from '../../shared/city/types'
import type { Palette } from '../views/map/draw/palette'
import { drawStations } from '../views/map/draw/stations'
import { drawTrains } from '../views/map/draw/trains'
import type { TrainSprite } from '../views/map/geometry/glide'
import type { StationMark } from '../views/map/geometry/marks'
import type { Viewport } from '../views/map/geometry/plane'
import { styleAt } from '../views/map/geometry/style'

/** A canvas whose plane has its origin at the top left and a metre to the pixel. */
function flat(width: number, height: number): Viewport {
  return { center: { x: width / 2, y: -height / 2 }, mpp: 1, width, height }
}

const at = (x: number, y: number) => ({ x, y: -y })

/** All lines' trains, recorded and estimated, and a selected one, drawn by the map's own code. */
export function drawTrainMarks(g: CanvasRenderingContext2D, palette: Palette, width: number, height: number): void {
  const sprite = (
    line: LineId,
    i: number,
    certainty: TrainSprite['certainty'],
    y: number,
    id: string,
  ): TrainSprite => ({
    id,
    line,
    status: 'in_service',
    certainty,
    at: at(24 + i * 42, y),
    facing: { x: 1, y: 0 },
    onRing: true,
    alpha: 1,
  })
  const sprites = [
    ...lineIds.map((line, i) => sprite(line, i, 'recorded', 16, `r${line}`)),
    ...lineIds.map((line, i) => sprite(line, i, 'estimated', 46, `e${line}`)),
    sprite('red', 0.4, 'recorded', 84, 'selected'),
  ]
  const options = { selected: 'selected', hovered: null, focus: null, scale: 1 }
  drawTrains(g, flat(width, height), styleAt(14.4), sprites, palette, options)
}

/** A station, a transfer, a selected and a closed one on two lanes. */
export function drawStationMarks(g: CanvasRenderingContext2D, palette: Palette, width: number, height: number): void {
  const style = styleAt(14.6)
  const lanes: LineId[] = ['red', 'purple']
  lanes.forEach((line, i) => {
    g.fillStyle = palette.color(`line-${line}`)
    g.fillRect(0, 24 + i * 9, width, 7)
  })
  const mark = (stationId: number, i: number, lines: number, isOpen = true): StationMark => ({
    stationId,
    isOpen,
    isTerminal: false,
    capsules: [{ from: at(48 + i * 90, 27), to: at(48 + i * 90, lines > 1 ? 37 : 27), lines }],
  })
  drawStations(
    g,
    flat(width, height),
    style,
    [mark(1, 0, 1), mark(2, 1, 2), mark(3, 2, 2), mark(4, 3, 2, false)],
    palette,
    { selected: 3, hovered: null },
  )
}

/** Every line's track on one ground. */
export function drawGround(ground: 'map-city' | 'map-water') {
  return (g: CanvasRenderingContext2D, palette: Palette, width: number, height: number) => {
    g.fillStyle = palette.color(ground)
    g.fillRect(0, 0, width, height)
    lineIds.forEach((line, i) => {
      const y = 8 + i * 9
      if (line === 'yellow') {
        g.fillStyle = palette.color('edge-yellow')
        g.fillRect(8, y - 1, width - 16, 7)
      }
      g.fillStyle = palette.color(`line-${line}`)
      g.fillRect(8, y, width - 16, 5)
    })
  }
}
