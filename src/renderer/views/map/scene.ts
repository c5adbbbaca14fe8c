import type { Network } from '../../../shared/city/network'
import type { LineId, TrainState } from '../../../shared/city/types'
import { drawBase, marginMax } from './draw/base'
import type { Basemap } from './draw/basemap'
import { createSurface, type Surface } from './draw/canvas'
import { readPalette, type Palette } from './draw/palette'
import { drawPlates, plateZoom } from './draw/plates'
import { drawStations, type Box, type PlacedMark } from './draw/stations'
import { drawTracks, everyLine, type LineLook } from './draw/tracks'
import { drawTrains, trainBox, type PlacedTrain } from './draw/trains'
import { glide } from './geometry/glide'
import { layOut, type Layout, type Tracks } from './geometry/lanes'
import { stationMarks, type StationMark } from './geometry/marks'
import { metresPerPixel, zoomOf, type Point, type Viewport } from './geometry/plane'
import { Names } from './names'

/** What never changes while the page is open. */
export interface World {
  network: Network
  tracks: Tracks
  basemap: Basemap
}

/** What is shown, apart from where. */
export interface SceneOptions {
  looks: Record<LineId, LineLook>
  focus: LineId | null
  selectedStation: number | null
  hoveredStation: number | null
  selectedTrain: string | null
  hoveredTrain: string | null
  /** The app is away: trains are drawn as estimates. */
  isStale: boolean
  /** A lens has no names of areas and of the lake. */
  isLens: boolean
}

/** The trains of a moment. */
export interface Moment {
  trains: Iterable<TrainState>
  simulatedNow: number | null
  /** Simulated ms per wall ms. */
  rate: number
}

/** The layout is made for steps of the zoom, finer than can be seen, so that a zoom under way reuses it. */
const zoomSteps = 16
const layoutsMax = 48
const uiFont = "'Inter Variable', Inter, system-ui, sans-serif"
const monoFont = "'JetBrains Mono Variable', 'JetBrains Mono', ui-monospace, monospace"
const stationReachPx = 12

/** A drawing of the city on three canvases: ground, tracks and stations; trains; labels. */
export class Scene {
  private readonly ground: Surface
  private readonly movers: Surface
  private readonly labels: Surface
  private readonly names: Names
  private readonly trains = glide()
  private readonly layouts = new Map<number, Layout>()
  private readonly closed: ReadonlySet<number>
  private palette: Palette
  private options: SceneOptions
  private view: Viewport | null = null
  /** What the ground and the names were last drawn for. While the map is dragged they are only moved. */
  private drawnView: Viewport | null = null
  private panels: Box[] = []
  private marks: { layout: Layout; hidden: string; marks: StationMark[] } | null = null
  private placedMarks: PlacedMark[] = []
  private placedTrains: PlacedTrain[] = []
  private groundIsOld = true
  private namesAreOld = true
  /** So far outside the view the ground was drawn, CSS pixels. */
  private margin = 0
  private tellOld = () => {}

  constructor(
    private readonly host: HTMLElement,
    private readonly world: World,
    initial: Partial<SceneOptions> = {},
  ) {
    this.ground = createSurface(host, 'map-canvas')
    this.movers = createSurface(host, 'map-canvas')
    this.labels = createSurface(host, 'map-canvas')
    this.names = new Names(world.basemap, uiFont)
    this.palette = readPalette(host)
    this.closed = new Set([...world.network.stations.values()].filter(({ open }) => !open).map(({ id }) => id))
    this.options = { ...defaults(), ...initial }
  }

  setView(next: Viewport): void {
    const now = this.view
    const isResized = now?.width !== next.width || now.height !== next.height
    if (now && !isResized && now.mpp === next.mpp && now.center.x === next.center.x && now.center.y === next.center.y)
      return
    this.view = next
    const drawn = this.drawnView
    if (drawn && !isResized && drawn.mpp === next.mpp && !this.groundIsOld && this.isCovered(drawn, next)) {
      const { x, y } = shiftOf(drawn, next)
      this.ground.shift(x, y)
      this.labels.shift(x, y)
      return this.tellOld()
    }
    this.age({ names: isResized })
  }

  setOptions(change: Partial<SceneOptions>): void {
    this.options = { ...this.options, ...change }
    this.age({ names: 'looks' in change || 'selectedStation' in change })
  }

  /** Colours have changed. */
  recolour(): void {
    this.palette = readPalette(this.host)
    this.age({ names: true })
  }

  /** Panels have moved, or the view has come to rest: labels look for places anew. */
  settle(panels: Box[]): void {
    this.panels = panels
    this.age({ names: true })
  }

  /** Whether anything but trains waits to be drawn. */
  get isOld(): boolean {
    return this.groundIsOld || this.namesAreOld
  }

  /** Calls back whenever isOld becomes true. */
  onOld(listener: () => void): void {
    this.tellOld = listener
  }

  /** Draws what has changed, and the trains. @param wallNow of the frame, ms */
  frame(moment: Moment, wallNow: number): void {
    const { view } = this
    if (!view || view.width === 0 || view.height === 0) return
    const layout = this.layoutOf(view)
    const { groundIsOld } = this
    if (groundIsOld) this.drawGround(view, layout)
    this.groundIsOld = false
    this.drawMovers(view, layout, moment, wallNow)
    // Looking for new places waits for the next frame: each does one of the two long jobs.
    const placesNow = this.namesAreOld && !groundIsOld
    if (placesNow) this.placeNames(view, layout)
    if (placesNow || groundIsOld) this.drawNames(view)
    if (placesNow) this.namesAreOld = false
  }

  trainAt(x: number, y: number): string | null {
    let best: string | null = null
    let bestOff = Infinity
    for (const train of this.placedTrains) {
      const off = Math.hypot(train.x - x, train.y - y)
      if (off > train.reach || off >= bestOff) continue
      best = train.sprite.id
      bestOff = off
    }
    return best
  }

  /** The station whose mark or label is at a place. */
  stationAt(x: number, y: number): number | null {
    const moved = this.view && this.drawnView ? shiftOf(this.drawnView, this.view) : { x: 0, y: 0 }
    const at = { x: x - moved.x, y: y - moved.y }
    let best: number | null = null
    let bestOff = stationReachPx
    for (const { mark, boxes } of this.placedMarks) {
      for (const box of boxes) {
        const off = Math.hypot(
          Math.max(box.left - at.x, 0, at.x - box.right),
          Math.max(box.top - at.y, 0, at.y - box.bottom),
        )
        if (off >= bestOff) continue
        best = mark.stationId
        bestOff = off
      }
    }
    return best ?? (this.view && this.names.labelAt(this.view, x, y))
  }

  /** Where a train was last drawn, in the plane; null when it is not on the map. */
  whereIsTrain(id: string): Point | null {
    return this.placedTrains.find(({ sprite }) => sprite.id === id)?.sprite.at ?? null
  }

  destroy(): void {
    for (const surface of [this.ground, this.movers, this.labels]) surface.remove()
  }

  /** Whether what was drawn for one view, with its margin, covers another. */
  private isCovered(drawn: Viewport, now: Viewport): boolean {
    const { x, y } = shiftOf(drawn, now)
    return Math.abs(x) <= this.margin && Math.abs(y) <= this.margin
  }

  private age({ names }: { names: boolean }): void {
    this.groundIsOld = true
    this.namesAreOld ||= names
    this.tellOld()
  }

  private readonly isVisible = (line: LineId) => this.options.looks[line] !== 'off'

  private layoutOf({ mpp }: Viewport): Layout {
    const step = Math.round(zoomOf(mpp) * zoomSteps)
    const known = this.layouts.get(step)
    if (known) return known
    const oldest = this.layouts.keys().next()
    if (this.layouts.size >= layoutsMax && !oldest.done) this.layouts.delete(oldest.value)
    const layout = layOut(this.world.tracks, step / zoomSteps)
    this.layouts.set(step, layout)
    return layout
  }

  private marksOf(layout: Layout): StationMark[] {
    const hidden = Object.values(this.options.looks)
      .map(look => look === 'off')
      .join()
    if (this.marks?.layout !== layout || this.marks.hidden !== hidden) {
      this.marks = { layout, hidden, marks: stationMarks(this.world.network, layout, this.isVisible) }
    }
    return this.marks.marks
  }

  private placeNames(view: Viewport, layout: Layout): void {
    const { network } = this.world
    const scene = { network, view, layout, marks: this.placedMarks, panels: this.panels }
    const trains = this.placedTrains.map(trainBox)
    const selected = this.options.selectedStation
    this.names.place(this.labels.g, { ...scene, trains, selected, isLens: this.options.isLens }, !this.options.isLens)
  }

  private drawNames(view: Viewport): void {
    const { g } = this.labels
    this.labels.begin(view.width, view.height, this.margin)
    this.names.draw(g, view, this.closed, this.palette)
  }

  private drawGround(view: Viewport, layout: Layout): void {
    const { g } = this.ground
    const { basemap } = this.world
    // A zoom under way draws each frame anew, so a margin would be wasted on it.
    const margin = this.drawnView?.mpp === view.mpp && !this.options.isLens ? marginMax : 0
    this.margin = margin
    this.drawnView = view
    this.ground.begin(view.width, view.height, margin)
    drawBase(g, view, layout.style.zoom, basemap, this.palette, margin)
    drawTracks(g, view, layout, this.palette, this.options)
    const chosen = { selected: this.options.selectedStation, hovered: this.options.hoveredStation }
    this.placedMarks = drawStations(g, view, layout.style, this.marksOf(layout), this.palette, chosen)
  }

  private drawMovers(view: Viewport, layout: Layout, moment: Moment, wallNow: number): void {
    const { trains, simulatedNow, rate } = moment
    this.movers.begin(view.width, view.height)
    const { isVisible, palette, options } = this
    const { network } = this.world
    const input = { network, layout, trains, rate, isVisible, isStale: options.isStale }
    const sprites = simulatedNow === null ? [] : this.trains.frame({ ...input, simulatedNow }, wallNow)
    const chosen = { selected: options.selectedTrain, hovered: options.hoveredTrain, focus: options.focus, scale: 1 }
    this.placedTrains = drawTrains(this.movers.g, view, layout.style, sprites, palette, chosen)
    if (layout.style.zoom < plateZoom) return
    drawPlates(this.movers.g, this.placedTrains, [...this.names.boxes(view), ...this.panels], palette, monoFont)
  }
}

/** How far the picture of one view must be moved to fit another of the same scale, CSS pixels. */
function shiftOf(drawn: Viewport, now: Viewport): Point {
  return { x: (drawn.center.x - now.center.x) / now.mpp, y: (now.center.y - drawn.center.y) / now.mpp }
}

/** The view that Leaflet's zoom levels name. */
export function viewOf(center: Point, zoom: number, width: number, height: number): Viewport {
  return { center, mpp: metresPerPixel(zoom), width, height }
}

function defaults(): SceneOptions {
  return {
    looks: everyLine('on'),
    focus: null,
    selectedStation: null,
    hoveredStation: null,
    selectedTrain: null,
    hoveredTrain: null,
    isStale: false,
    isLens: false,
  }
}
