import { CRS, type LeafletMouseEvent, type Map as LeafletMap } from 'leaflet'
import 'leaflet/dist/leaflet.css'
import { useEffect, useRef } from 'react'
import { MapContainer, useMap } from 'react-leaflet'
import type { LineId } from '../../../shared/city/types'
import { liveCity, cityClock, subscribeToCity } from '../../state/city'
import { reducedMotion, subscribeToScheme } from '../../state/scheme'
import { createCamera, homeView, zoomMax, zoomMin, type Camera } from './camera'
import type { Box } from './draw/stations'
import type { LineLook } from './draw/tracks'
import { toDegrees, toPlane, type Point } from './geometry/plane'
import { Scene, viewOf, type World } from './scene'
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

/** What the rest of the view does with the map. */
export interface MapHandle {
  map: LeafletMap
  camera: Camera
  scene: Scene
  /** Whether a place is within the view, whatever lies above it. */
  isInSight(point: Point): boolean
}

interface CityMapProps {
  world: World
  looks: Record<LineId, LineLook>
  focus: LineId | null
  selectedStation: number | null
  selectedTrain: string | null
  hover: Hover | null
  isFollowing: boolean
  isStale: boolean
  /** Changes whenever panels appear, move or go. */
  panelsKey: string
  onReady(handle: MapHandle | null): void
  onHover(hover: Hover | null): void
  onSelect(subject: Subject | null): void
  /** The person has moved the map by hand. */
  onGrab(): void
  onView(zoom: number): void
}

/** The map over the whole view: Leaflet moves it, our canvases draw it. There are no tiles. */
export function CityMap(props: CityMapProps) {
  const first = homeView(window.innerWidth - 64, window.innerHeight - 80)
  return (
    <MapContainer
      className="city-map"
      crs={CRS.EPSG3857}
      center={first.center}
      zoom={first.zoom}
      minZoom={zoomMin}
      maxZoom={zoomMax}
      maxBounds={[
        [41.4, -88.4],
        [42.35, -87.0],
      ]}
      zoomSnap={0}
      zoomControl={false}
      attributionControl={false}
      zoomAnimation={false}
      fadeAnimation={false}
      scrollWheelZoom={false}
      doubleClickZoom={false}
      keyboard={false}
    >
      <SceneLayer {...props} />
    </MapContainer>
  )
}

/** After so long without a change nothing moves any more, and frames are left out. Wall ms. */
const restMs = 600
/** Names look for places at least so often while the map keeps moving, wall ms. */
const followRestMs = 700

function SceneLayer(props: CityMapProps) {
  const map = useMap()
  const newest = useRef(props)
  const handle = useRef<MapHandle | null>(null)
  useEffect(() => {
    newest.current = props
  })

  useEffect(() => {
    const scene = new Scene(map.getContainer(), newest.current.world)
    const camera = createCamera(map)
    const isInSight = (point: Point) => {
      const { lat, lon } = toDegrees(point)
      return map.getBounds().contains([lat, lon])
    }
    handle.current = { map, camera, scene, isInSight }
    const stopFrames = runFrames(map, scene, camera, () => newest.current)
    const stopPointer = followPointer(map, scene, camera, () => newest.current)
    newest.current.onReady(handle.current)
    return () => {
      newest.current.onReady(null)
      stopPointer()
      stopFrames()
      camera.stop()
      scene.destroy()
      handle.current = null
    }
  }, [map])

  const { looks, focus, selectedStation, selectedTrain, hover, isStale, panelsKey } = props
  const hoveredStation = hover?.stationId ?? null
  const hoveredTrain = hover?.trainId ?? null
  useEffect(() => handle.current?.scene.setOptions({ looks }), [looks])
  useEffect(() => handle.current?.scene.setOptions({ selectedStation }), [selectedStation])
  useEffect(() => {
    handle.current?.scene.setOptions({ focus, selectedTrain, hoveredStation, hoveredTrain, isStale })
  }, [focus, selectedTrain, hoveredStation, hoveredTrain, isStale])
  useEffect(() => {
    handle.current?.scene.settle(panelBoxes(map.getContainer()))
  }, [map, panelsKey, selectedStation])
  return null
}

/** Draws a frame whenever something has moved. */
function runFrames(map: LeafletMap, scene: Scene, camera: Camera, props: () => CityMapProps): () => void {
  let frame = 0
  let changedAt = performance.now()
  let drawnAt = 0
  let shownTime: number | null = null
  const changed = () => {
    changedAt = performance.now()
  }
  const tick = (now: number) => {
    frame = requestAnimationFrame(tick)
    const simulatedNow = cityClock.at(now)
    if (simulatedNow !== shownTime) changed()
    const trainsMayStep = !reducedMotion() || now - drawnAt >= 1_000
    if (now - changedAt > restMs || (!trainsMayStep && !scene.isOld)) return
    const { isFollowing, selectedTrain } = props()
    if (isFollowing && selectedTrain !== null && !camera.isMoving) {
      const at = scene.whereIsTrain(selectedTrain)
      if (at) camera.hold(at)
    }
    scene.frame({ trains: liveCity.trains.values(), simulatedNow, rate: liveCity.facts.rate }, now)
    if (trainsMayStep) {
      shownTime = simulatedNow
      drawnAt = now
    }
  }
  const onMove = () => {
    const size = map.getSize()
    const { lat, lng } = map.getCenter()
    scene.setView(viewOf(toPlane(lat, lng), map.getZoom(), size.x, size.y))
    changed()
  }
  const onRest = () => {
    scene.settle(panelBoxes(map.getContainer()))
    props().onView(map.getZoom())
    changed()
  }
  const leaveCity = subscribeToCity(changed)
  const leaveScheme = subscribeToScheme(() => {
    // The attribute that the tokens hang on is set by the app in answer to the same news.
    requestAnimationFrame(() => {
      scene.recolour()
      changed()
    })
  })
  const resized = new ResizeObserver(() => {
    map.invalidateSize({ animate: false, pan: false })
    onMove()
    onRest()
  })
  let restTimer: ReturnType<typeof setTimeout> | undefined
  let restedAt = 0
  const restSoon = () => {
    clearTimeout(restTimer)
    // While a train is followed the map never rests: then names look for places now and then.
    const wait = performance.now() - restedAt > followRestMs ? 0 : 120
    restTimer = setTimeout(() => {
      restedAt = performance.now()
      onRest()
    }, wait)
  }
  map.on('move zoom viewreset', onMove)
  map.on('moveend zoomend', restSoon)
  resized.observe(map.getContainer())
  void document.fonts.ready.then(onRest)
  scene.onOld(changed)
  onMove()
  onRest()
  frame = requestAnimationFrame(tick)
  return () => {
    cancelAnimationFrame(frame)
    clearTimeout(restTimer)
    map.off('move zoom viewreset', onMove)
    map.off('moveend zoomend', restSoon)
    resized.disconnect()
    leaveCity()
    leaveScheme()
  }
}

/** Hovering, clicking and the wheel. */
function followPointer(map: LeafletMap, scene: Scene, camera: Camera, props: () => CityMapProps): () => void {
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

/** Where panels lie above the map, in its coordinates. */
function panelBoxes(container: HTMLElement): Box[] {
  const origin = container.getBoundingClientRect()
  return [...document.querySelectorAll('[data-map-panel]')].map(panel => {
    const box = panel.getBoundingClientRect()
    return {
      left: box.left - origin.left - 6,
      right: box.right - origin.left + 6,
      top: box.top - origin.top - 6,
      bottom: box.bottom - origin.top + 6,
    }
  })
}
