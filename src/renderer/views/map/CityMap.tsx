import { CRS, map as createMap, type Map as LeafletMap } from 'leaflet'
import 'leaflet/dist/leaflet.css'
import { useEffect, useRef } from 'react'
import type { LineId } from '../../../shared/city/types'
import { createCamera, homeView, zoomMax, zoomMin, type Camera } from './camera'
import type { LineLook } from './draw/tracks'
import { runFrames, type FrameProps } from './frames'
import { toDegrees, type Point } from './geometry/plane'
import { panelBoxes } from './panels'
import { followPointer, type PointerProps } from './pointer'
import { Scene, type World } from './scene'

/** What the rest of the view does with the map. */
export interface MapHandle {
  map: LeafletMap
  camera: Camera
  scene: Scene
  /** Whether a place is within the view, whatever lies above it. */
  isInSight(point: Point): boolean
}

interface CityMapProps extends FrameProps, PointerProps {
  world: World
  looks: Record<LineId, LineLook>
  focus: LineId | null
  selectedStation: number | null
  isStale: boolean
  /** Changes whenever panels appear, move or go. */
  panelsKey: string
  onReady(handle: MapHandle | null): void
}

/** The map over the whole view: Leaflet moves it, our canvases draw it. There are no tiles. */
export function CityMap(props: CityMapProps) {
  const container = useRef<HTMLDivElement>(null)
  const newest = useRef(props)
  const handle = useRef<MapHandle | null>(null)
  useEffect(() => {
    newest.current = props
  })

  useEffect(() => {
    if (!container.current) return
    const map = openMap(container.current)
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
      map.remove()
      handle.current = null
    }
  }, [])

  const { looks, focus, selectedStation, selectedTrain, hover, isStale, panelsKey } = props
  const hoveredStation = hover?.stationId ?? null
  const hoveredTrain = hover?.trainId ?? null
  useEffect(() => handle.current?.scene.setOptions({ looks }), [looks])
  useEffect(() => handle.current?.scene.setOptions({ selectedStation }), [selectedStation])
  useEffect(() => {
    handle.current?.scene.setOptions({ focus, selectedTrain, hoveredStation, hoveredTrain, isStale })
  }, [focus, selectedTrain, hoveredStation, hoveredTrain, isStale])
  useEffect(() => {
    const shown = handle.current
    shown?.scene.settle(panelBoxes(shown.map.getContainer()))
  }, [panelsKey, selectedStation])
  return <div ref={container} className="city-map" />
}

/** A Leaflet map with nothing on it: no tiles, no controls, and only the moves that the camera and the pointer make. */
function openMap(container: HTMLElement): LeafletMap {
  const home = homeView(window.innerWidth - 64, window.innerHeight - 80)
  return createMap(container, {
    crs: CRS.EPSG3857,
    center: home.center,
    zoom: home.zoom,
    minZoom: zoomMin,
    maxZoom: zoomMax,
    maxBounds: [
      [41.4, -88.4],
      [42.35, -87.0],
    ],
    zoomSnap: 0,
    zoomControl: false,
    attributionControl: false,
    zoomAnimation: false,
    fadeAnimation: false,
    scrollWheelZoom: false,
    doubleClickZoom: false,
    keyboard: false,
  })
}
