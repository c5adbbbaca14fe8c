import type { Network } from '../../../shared/city/network'
import type { LineId, TrainState } from '../../../shared/city/types'
import { drawBase } from './draw/base'
import type { Basemap } from './draw/basemap'
import { createSurface } from './draw/canvas'
import {
  areaNames,
  drawAreaNames,
  drawLakeName,
  drawStationLabels,
  stationLabels,
  type PlacedAreaName,
} from './draw/labels'
import { readPalette, type Palette } from './draw/palette'
import type { PlacedLabel } from './draw/place-labels'
import { drawPlates, plateZoom } from './draw/plates'
import { drawStations, type Box, type PlacedMark } from './draw/stations'
import { drawTracks, everyLine, type LineLook } from './draw/tracks'
import { drawTrains, trainBox, type PlacedTrain } from './draw/trains'
import { glide } from './geometry/glide'
import { layOut, type Layout, type Tracks } from './geometry/lanes'
import { stationMarks, type StationMark } from './geometry/marks'
import { metresPerPixel, zoomOf, type Point, type Viewport } from './geometry/plane'

/** What never changes while the page is open. */
export interface World {
  network: Network
  tracks: Tracks
  basemap: Basemap
}

/** What is shown apart from where. */
export interface SceneOptions {
  looks: Record<LineId, LineLook>
  focus: LineId | null
  selectedStation: number | null
  hoveredStation: number | null
  selectedTrain: string | null
  hoveredTrain: string | null
  /** The app is away: trains are drawn as estimates. */
  isStale: boolean
  /** A lens shows no names of areas, no labels of far stations and no panels lie on it. */
  isLens: boolean
}

/** The trains of a moment, for the frame. */
export interface Moment {
  trains: Iterable<TrainState>
  simulatedNow: number | null
}

/** A drawing of the city on four canvases: ground, tracks and stations; trains; labels. */
export interface Scene {
  setView(view: Viewport): void
  setOptions(options: Partial<SceneOptions>): void
  /** Colours have changed. */
  recolour(): void
  /** Panels have moved, or the view has come to rest: labels look for places anew. */
  settle(panels: Box[]): void
  /** Whether anything but trains waits to be drawn; and a callback for when that becomes so. */
  readonly isOld: boolean
  onOld(listener: () => void): void
  /** Draws what has changed, and the trains. */
  frame(moment: Moment, wallNow: number): void
  trainAt(x: number, y: number): PlacedTrain | null
  stationAt(x: number, y: number): number | null
  /** Where a train was last drawn, in the plane; null when it is not on the map. */
  whereIsTrain(id: string): Point | null
  readonly trainsDrawn: readonly PlacedTrain[]
  destroy(): void
}

/** The layout is made for steps of the zoom, finer than can be seen, so that a zoom under way reuses it. */
const zoomSteps = 16
const layoutsMax = 48
const uiFont = "'Inter Variable', Inter, system-ui, sans-serif"
const monoFont = "'JetBrains Mono Variable', 'JetBrains Mono', ui-monospace, monospace"
const stationReachPx = 12

export function createScene(host: HTMLElement, world: World, initial: Partial<SceneOptions> = {}): Scene {
  const ground = createSurface(host, 'map-canvas')
  const movers = createSurface(host, 'map-canvas')
  const names = createSurface(host, 'map-canvas')
  const trainsGlide = glide()
  const layouts = new Map<number, Layout>()
  const closed = new Set([...world.network.stations.values()].filter(({ open }) => !open).map(({ id }) => id))
  let palette: Palette = readPalette(host)
  let options: SceneOptions = {
    looks: everyLine('on'),
    focus: null,
    selectedStation: null,
    hoveredStation: null,
    selectedTrain: null,
    hoveredTrain: null,
    isStale: false,
    isLens: false,
    ...initial,
  }
  let view: Viewport | null = null
  let panels: Box[] = []
  let marks: { layout: Layout; key: string; marks: StationMark[] } | null = null
  let placedMarks: PlacedMark[] = []
  let placedTrains: PlacedTrain[] = []
  let labels: PlacedLabel[] = []
  let areas: PlacedAreaName[] = []
  let labelPlaces = new Map<number, string>()
  let labelView: Viewport | null = null
  let groundIsOld = true
  let labelsAreOld = true
  let tellOld = () => {}

  const layoutOf = (mpp: number): Layout => {
    const step = Math.round(zoomOf(mpp) * zoomSteps)
    const known = layouts.get(step)
    if (known) return known
    if (layouts.size >= layoutsMax) layouts.delete(layouts.keys().next().value!)
    const layout = layOut(world.tracks, step / zoomSteps)
    layouts.set(step, layout)
    return layout
  }
  const isVisible = (line: LineId) => options.looks[line] !== 'off'
  const marksOf = (layout: Layout): StationMark[] => {
    const key = Object.entries(options.looks)
      .map(([line, look]) => `${line}${look === 'off'}`)
      .join()
    if (marks?.layout !== layout || marks.key !== key) {
      marks = { layout, key, marks: stationMarks(world.network, layout, isVisible) }
    }
    return marks.marks
  }

  const drawGround = (now: Viewport, layout: Layout) => {
    ground.begin(now.width, now.height)
    drawBase(ground.g, now, layout.style.zoom, world.basemap, palette)
    if (!options.isLens) drawLakeName(ground.g, now, world.basemap, palette, uiFont)
    if (labelView && !options.isLens) {
      drawAreaNames(ground.g, shiftAll(areas, labelView, now), palette)
    }
    drawTracks(ground.g, now, layout, palette, options)
    const chosen = { selected: options.selectedStation, hovered: options.hoveredStation }
    placedMarks = drawStations(ground.g, now, layout.style, marksOf(layout), palette, chosen)
  }

  const placeNames = (now: Viewport, layout: Layout) => {
    if (labelView && Math.abs(zoomOf(labelView.mpp) - zoomOf(now.mpp)) > 1 / zoomSteps) labelPlaces = new Map()
    labels = stationLabels(names.g, {
      network: world.network,
      view: now,
      layout,
      marks: placedMarks,
      panels,
      trains: placedTrains.map(trainBox),
      selected: options.selectedStation,
      before: labelPlaces,
      uiFont,
    })
    for (const { id, place } of labels) labelPlaces.set(id, place)
    const taken = [...panels, ...labels.map(({ box }) => box), ...placedMarks.flatMap(({ boxes }) => boxes)]
    areas = options.isLens ? [] : areaNames(names.g, now, layout, world.basemap, taken, uiFont)
    labelView = now
  }

  return {
    setView(next) {
      const isSame =
        view &&
        view.width === next.width &&
        view.height === next.height &&
        view.mpp === next.mpp &&
        view.center.x === next.center.x &&
        view.center.y === next.center.y
      if (isSame) return
      const isFirst = view === null || view.width !== next.width || view.height !== next.height
      view = next
      groundIsOld = true
      if (isFirst) labelsAreOld = true
      tellOld()
    },
    setOptions(change) {
      options = { ...options, ...change }
      groundIsOld = true
      if ('looks' in change || 'selectedStation' in change) labelsAreOld = true
      tellOld()
    },
    recolour() {
      palette = readPalette(host)
      groundIsOld = true
      labelsAreOld = true
      tellOld()
    },
    settle(boxes) {
      panels = boxes
      labelsAreOld = true
      tellOld()
    },
    get isOld() {
      return groundIsOld || labelsAreOld
    },
    onOld(listener) {
      tellOld = listener
    },
    frame({ trains, simulatedNow }, wallNow) {
      if (!view || view.width === 0 || view.height === 0) return
      const layout = layoutOf(view.mpp)
      const namesAreOld = groundIsOld || labelsAreOld
      if (labelsAreOld) {
        placedMarks = placedMarks.length > 0 && !groundIsOld ? placedMarks : []
        if (placedMarks.length === 0) drawGround(view, layout)
        placeNames(view, layout)
        groundIsOld = true
        labelsAreOld = false
      }
      if (groundIsOld) {
        drawGround(view, layout)
        groundIsOld = false
      }
      movers.begin(view.width, view.height)
      const sprites =
        simulatedNow === null
          ? []
          : trainsGlide.frame(
              { network: world.network, layout, trains, simulatedNow, isVisible, isStale: options.isStale },
              wallNow,
            )
      const chosen = { selected: options.selectedTrain, hovered: options.hoveredTrain, focus: options.focus, scale: 1 }
      placedTrains = drawTrains(movers.g, view, layout.style, sprites, palette, chosen)
      if (layout.style.zoom >= plateZoom) {
        const shift = labelView ? shiftOf(labelView, view, { x: 0, y: 0 }) : { x: 0, y: 0 }
        const boxes = labels.map(({ box }) => moved(box, shift))
        drawPlates(movers.g, placedTrains, [...boxes, ...panels], palette, monoFont)
      }
      if (namesAreOld && labelView) {
        names.begin(view.width, view.height)
        drawStationLabels(names.g, shiftAll(labels, labelView, view), closed, palette)
      }
    },
    trainAt(x, y) {
      let best: PlacedTrain | null = null
      let bestOff = Infinity
      for (const train of placedTrains) {
        const off = Math.hypot(train.x - x, train.y - y)
        if (off <= train.reach && off < bestOff) {
          best = train
          bestOff = off
        }
      }
      return best
    },
    stationAt(x, y) {
      let best: number | null = null
      let bestOff = stationReachPx
      for (const { mark, boxes } of placedMarks) {
        for (const box of boxes) {
          const dx = Math.max(box.left - x, 0, x - box.right)
          const dy = Math.max(box.top - y, 0, y - box.bottom)
          const off = Math.hypot(dx, dy)
          if (off < bestOff) {
            best = mark.stationId
            bestOff = off
          }
        }
      }
      return (
        best ?? labels.find(({ box }) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom)?.id ?? null
      )
    },
    whereIsTrain(id) {
      return placedTrains.find(({ sprite }) => sprite.id === id)?.sprite.at ?? null
    },
    get trainsDrawn() {
      return placedTrains
    },
    destroy() {
      for (const surface of [ground, movers, names]) surface.remove()
    },
  }
}

/** The view that Leaflet's zoom levels name. */
export function viewOf(center: Point, zoom: number, width: number, height: number): Viewport {
  return { center, mpp: metresPerPixel(zoom), width, height }
}

/** While the map moves, names move with the ground: they look for new places only when it rests. */
function shiftAll<Name extends { x: number; y: number }>(placed: Name[], before: Viewport, now: Viewport): Name[] {
  return placed.map(name => {
    const { x, y } = shiftOf(before, now, name)
    return { ...name, x: name.x + x, y: name.y + y }
  })
}

function shiftOf(before: Viewport, now: Viewport, { x, y }: Point): Point {
  const scale = before.mpp / now.mpp
  const planeX = before.center.x + (x - before.width / 2) * before.mpp
  const planeY = before.center.y - (y - before.height / 2) * before.mpp
  if (scale === 1 && before.center.x === now.center.x && before.center.y === now.center.y) return { x: 0, y: 0 }
  return {
    x: (planeX - now.center.x) / now.mpp + now.width / 2 - x,
    y: (now.center.y - planeY) / now.mpp + now.height / 2 - y,
  }
}

function moved(box: Box, { x, y }: Point): Box {
  return { left: box.left + x, right: box.right + x, top: box.top + y, bottom: box.bottom + y }
}
