import { useEffect, useRef, type RefObject } from 'react'
import { isolateLineAlone } from '../../state/settings'
import type { MapHandle } from './CityMap'
import { toPlane, type Point } from './geometry/plane'
import type { Selection } from './selection'
import { network } from './world'

/** What is flown to is looked at from at least this close. */
const flyZoom = 13.6

/** A train that a link names may be read a little later than the page is shown: so long it is waited for, wall ms. */
const waitMsMax = 10_000
const lookEveryMs = 100

/**
 * Moves the map to what the address names: it flies where the address asks for that, follows a train, and shows what
 * a shared link names if it is out of sight.
 */
export function useGoThere(
  selection: Selection,
  select: (next: Partial<Selection>) => void,
  handle: RefObject<MapHandle | null>,
  zoom: number,
): void {
  const { stationId, trainId, flies, isFollowing, line } = selection
  const newest = useRef({ selection, select, zoom })
  useEffect(() => {
    newest.current = { selection, select, zoom }
  })
  const isFirst = useRef(true)

  useEffect(() => {
    if (line === null) return
    isolateLineAlone(line)
    const { selection: now, select: write } = newest.current
    write({ ...now, line: null })
  }, [line])

  useEffect(() => {
    const wasFirst = isFirst.current
    isFirst.current = false
    const goes = flies || isFollowing || wasFirst
    if (!goes || (stationId === null && trainId === null)) return
    const began = performance.now()
    const go = () => {
      const map = handle.current
      const at = map && placeOf(map, stationId, trainId)
      if (!map || !at) {
        if (performance.now() - began > waitMsMax) clearInterval(timer)
        return
      }
      clearInterval(timer)
      if (flies || isFollowing) map.camera.goTo(at, Math.max(flyZoom, newest.current.zoom))
      else if (!map.isInSight(at)) map.camera.goTo(at)
    }
    const timer = setInterval(go, lookEveryMs)
    go()
    return () => clearInterval(timer)
  }, [stationId, trainId, flies, isFollowing, handle])
}

function placeOf({ scene }: MapHandle, stationId: number | null, trainId: string | null): Point | null {
  if (trainId !== null) return scene.whereIsTrain(trainId)
  const station = stationId === null ? undefined : network.stations.get(stationId)
  return station ? toPlane(station.lat, station.lon) : null
}
