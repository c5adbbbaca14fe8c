import type { LeafletMouseEvent, Map as LeafletMap } from 'leaflet'
import type { Camera } from './camera'
import type { Scene } from './scene'
import type { Subject } from './selection'

/** What the pointer is over. */
export interface Hover {
  stationId: number | null
  trainId: string | null
  /** In the map, and the size of the map, CSS pixels. */
  x: number
  y: number
  width: number
  height: number
}

/** What the pointer tells the view. */
export interface PointerProps {
  hover: Hover | null
  onHover(hover: Hover | null): void
  onSelect(subject: Subject | null): void
  /** The person has moved the map by hand. */
  onGrab(): void
}

/** Hovering, clicking and the wheel. Returns what ends it. */
export function followPointer(map: LeafletMap, scene: Scene, camera: Camera, props: () => PointerProps): () => void {
  const container = map.getContainer()
  const find = (x: number, y: number) => {
    const trainId = scene.trainAt(x, y)
    return { trainId, stationId: trainId === null ? scene.stationAt(x, y) : null }
  }
  let isDragging = false
  const onMove = ({ containerPoint: { x, y } }: LeafletMouseEvent) => {
    if (isDragging) return
    const found = find(x, y)
    const isSomething = found.trainId !== null || found.stationId !== null
    container.style.cursor = isSomething ? 'pointer' : ''
    const before = props().hover
    if (!isSomething && !before) return
    if (before && before.trainId === found.trainId && before.stationId === found.stationId) return
    const size = map.getSize()
    props().onHover(isSomething ? { ...found, x, y, width: size.x, height: size.y } : null)
  }
  const onOut = () => props().onHover(null)
  const onClick = ({ containerPoint: { x, y } }: LeafletMouseEvent) => {
    const { trainId, stationId } = find(x, y)
    if (trainId !== null) props().onSelect({ trainId })
    else if (stationId !== null) props().onSelect({ stationId })
    else props().onSelect(null)
  }
  const onDouble = ({ containerPoint }: LeafletMouseEvent) => camera.zoomBy(1, containerPoint)
  const onWheel = (event: WheelEvent) => {
    event.preventDefault()
    const box = container.getBoundingClientRect()
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 30 : 1
    const levels = Math.max(-1, Math.min(1, (-event.deltaY * lines) / 200))
    camera.zoomBy(levels, { x: event.clientX - box.left, y: event.clientY - box.top })
  }
  const onDragEnd = () => {
    isDragging = false
  }
  const onDrag = () => {
    isDragging = true
    camera.stop()
    props().onGrab()
  }
  map.on('mousemove', onMove)
  map.on('mouseout', onOut)
  map.on('click', onClick)
  map.on('dblclick', onDouble)
  map.on('dragstart', onDrag)
  map.on('dragend', onDragEnd)
  container.addEventListener('wheel', onWheel, { passive: false })
  return () => {
    map.off('mousemove', onMove)
    map.off('mouseout', onOut)
    map.off('click', onClick)
    map.off('dblclick', onDouble)
    map.off('dragstart', onDrag)
    map.off('dragend', onDragEnd)
    container.removeEventListener('wheel', onWheel)
  }
}
