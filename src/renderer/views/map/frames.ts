import type { Map as LeafletMap } from 'leaflet'
import { liveCity, cityClock, subscribeToCity } from '../../state/city'
import { reducedMotion, subscribeToScheme } from '../../state/scheme'
import type { Camera } from './camera'
import { toPlane } from './geometry/plane'
import { panelBoxes } from './panels'
import { viewOf, type Scene } from './scene'

/** After so long without a change nothing moves any more, and frames are left out. Wall ms. */
const restMs = 600
/** Names look for places at least so often while the map keeps moving, wall ms. */
const followRestMs = 700

/** What a frame asks of the view, as it is now. */
export interface FrameProps {
  isFollowing: boolean
  selectedTrain: string | null
  onView(zoom: number): void
}

/** Draws a frame whenever something has moved. Returns what stops it. */
export function runFrames(map: LeafletMap, scene: Scene, camera: Camera, props: () => FrameProps): () => void {
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
