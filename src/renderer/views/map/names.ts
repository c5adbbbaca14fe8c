import type { Basemap } from './draw/basemap'
import {
  areaNames,
  drawAreaNames,
  drawLakeName,
  drawStationLabels,
  lakeNamePlace,
  stationLabels,
  type PlacedAreaName,
  type StationLabelInput,
} from './draw/labels'
import type { Palette } from './draw/palette'
import type { PlacedLabel } from './draw/place-labels'
import type { Box } from './draw/stations'
import { zoomOf, type Point, type Viewport } from './geometry/plane'

/** Panels grow and shrink a little with what they say: that is no reason for names to move. */
const panelStepPx = 64

function panelKey({ left, right, top, bottom }: Box): string {
  return [left, right, top, bottom].map(edge => Math.round(edge / panelStepPx)).join(' ')
}

/** Labels and area names with the view that they were placed for; they move with the ground until they are placed anew. */
export class Names {
  private labels: PlacedLabel[] = []
  private areas: PlacedAreaName[] = []
  private placedFor: Viewport | null = null
  private lake: Point | null = null
  /** A label keeps its place while the zoom and the panels above the map stay. */
  private places = new Map<number, string>()
  private panelsKey = ''

  constructor(
    private readonly basemap: Basemap,
    private readonly uiFont: string,
  ) {}

  place(g: CanvasRenderingContext2D, input: Omit<StationLabelInput, 'before' | 'uiFont'>, withAreas: boolean): void {
    const { view, layout, panels, marks } = input
    const panelsKey = panels.map(panelKey).join()
    const isZoomed = this.placedFor !== null && Math.abs(zoomOf(this.placedFor.mpp) - zoomOf(view.mpp)) > 0.05
    if (isZoomed || panelsKey !== this.panelsKey) this.places = new Map()
    this.panelsKey = panelsKey
    this.labels = stationLabels(g, { ...input, before: this.places, uiFont: this.uiFont })
    for (const { id, place } of this.labels) this.places.set(id, place)
    const taken = [...panels, ...this.labels.map(({ box }) => box), ...marks.flatMap(({ boxes }) => boxes)]
    this.areas = withAreas ? areaNames(g, view, layout, this.basemap, taken, this.uiFont) : []
    this.lake = withAreas ? lakeNamePlace(view, this.basemap, panels, this.lake) : null
    this.placedFor = view
  }

  draw(g: CanvasRenderingContext2D, view: Viewport, closed: ReadonlySet<number>, palette: Palette): void {
    if (this.lake) drawLakeName(g, view, this.lake, palette, this.uiFont)
    drawAreaNames(g, this.moved(this.areas, view), palette)
    drawStationLabels(g, this.moved(this.labels, view), closed, palette)
  }

  /** Where labels cover the map now. */
  boxes(view: Viewport): Box[] {
    return this.moved(this.labels, view).map(({ x, y, box }) => {
      const height = box.bottom - box.top
      return { left: x - 2, right: x - 2 + box.right - box.left, top: y - height / 2, bottom: y + height / 2 }
    })
  }

  /** The station whose label is at a place. */
  labelAt(view: Viewport, x: number, y: number): number | null {
    const index = this.boxes(view).findIndex(box => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom)
    return this.labels[index]?.id ?? null
  }

  private moved<Name extends Point & { anchor: Point }>(names: Name[], now: Viewport): Name[] {
    const before = this.placedFor
    if (!before || before === now) return names
    return names.map(name => {
      const planeX = before.center.x + (name.anchor.x - before.width / 2) * before.mpp
      const planeY = before.center.y - (name.anchor.y - before.height / 2) * before.mpp
      const dx = (planeX - now.center.x) / now.mpp + now.width / 2 - name.anchor.x
      const dy = (now.center.y - planeY) / now.mpp + now.height / 2 - name.anchor.y
      return { ...name, x: name.x + dx, y: name.y + dy }
    })
  }
}
