import { lineIds, type LineId } from '../../../../shared/city/types'
import type { Lane, Layout } from '../geometry/lanes'
import { screenX, screenY, type Viewport } from '../geometry/plane'
import type { Palette } from './palette'

/** How a line is shown. off: hidden by the person, or nothing of it has been read yet. */
export type LineLook = 'on' | 'off' | 'stale'

export interface TrackOptions {
  looks: Record<LineId, LineLook>
  /** The line that a person looks at: others are dimmed. */
  focus: LineId | null
}

/**
 * Lines in the order of drawing: Blue and Red first, since they run below ground in the Loop. Purple Express covers all
 * of Purple, so its pattern stands for both.
 */
const drawnPatterns = [
  'blue',
  'red',
  'yellow',
  'purple-express',
  'brown',
  'pink',
  'orange',
  'green-cottage',
  'green-ashland',
]

export const dimAlpha = 0.28
const casingPx = 2.2
const ringCasingPxFar = 0.8
const ringCasingZoom = 12.5
const staleShare = 0.62
const yellowEdgePx = 1.6

interface Stroke {
  line: LineId
  onRing: boolean
  path: Path2D
}

/** Lanes that are drawn, in their order. */
export function drawnLanes(layout: Layout): Lane[] {
  return drawnPatterns.flatMap(id => layout.lanes.get(id) ?? [])
}

export function drawTracks(
  g: CanvasRenderingContext2D,
  view: Viewport,
  layout: Layout,
  palette: Palette,
  { looks, focus }: TrackOptions,
): void {
  const { style } = layout
  const strokes = drawnLanes(layout).flatMap(lane => strokesOf(lane, view))
  const width = (stroke: Stroke) => (stroke.onRing ? style.ringTrack : style.track)
  g.lineJoin = 'round'
  g.lineCap = 'round'
  g.strokeStyle = palette.color('map-casing')
  g.globalAlpha = 0.85
  for (const stroke of strokes) {
    g.lineWidth = width(stroke) + (stroke.onRing && style.zoom < ringCasingZoom ? ringCasingPxFar : casingPx)
    g.stroke(stroke.path)
  }
  // Tracks that are off lie below those that are on, whatever their order.
  const isOff = (stroke: Stroke) => looks[stroke.line] === 'off'
  for (const stroke of [...strokes.filter(isOff), ...strokes.filter(other => !isOff(other))]) {
    const look = looks[stroke.line]
    g.globalAlpha = focus && focus !== stroke.line ? dimAlpha : 1
    if (stroke.line === 'yellow' && look !== 'off') {
      g.strokeStyle = palette.color('edge-yellow')
      g.lineWidth = width(stroke) + yellowEdgePx
      g.stroke(stroke.path)
    }
    g.strokeStyle = look === 'off' ? palette.color('map-edge') : palette.color(`line-${stroke.line}`)
    g.lineWidth = width(stroke) * (look === 'stale' ? staleShare : 1)
    g.lineCap = look === 'stale' ? 'butt' : 'round'
    g.setLineDash(look === 'stale' ? [7, 3.5] : [])
    g.stroke(stroke.path)
  }
  g.setLineDash([])
  g.globalAlpha = 1
}

/** All looks the same. */
export function everyLine(look: LineLook): Record<LineId, LineLook> {
  return Object.fromEntries(lineIds.map(line => [line, look])) as Record<LineId, LineLook>
}

/** A lane as strokes: on the ring the tracks are narrower, so it is cut where the ring begins and ends. */
function strokesOf(lane: Lane, view: Viewport): Stroke[] {
  const { track, xs, ys } = lane
  const strokes: Stroke[] = []
  // Samples closer together than half a pixel add nothing that can be seen.
  const every = Math.max(1, Math.floor((view.mpp * 0.5) / 12))
  let current: Stroke | null = null
  let x = 0
  let y = 0
  for (let i = 0; i <= track.drawnTo; i++) {
    const onRing = track.places[i]!.on === 'ring'
    const isCut: boolean = current !== null && current.onRing !== onRing
    if (!isCut && current && i % every !== 0 && i !== track.drawnTo) continue
    const nextX = screenX(view, xs[i]!)
    const nextY = screenY(view, ys[i]!)
    if (isCut) current!.path.lineTo(nextX, nextY)
    if (!current || isCut) {
      current = { line: track.line, onRing, path: new Path2D() }
      strokes.push(current)
      current.path.moveTo(isCut ? x : nextX, isCut ? y : nextY)
    }
    current.path.lineTo(nextX, nextY)
    x = nextX
    y = nextY
  }
  return strokes
}
