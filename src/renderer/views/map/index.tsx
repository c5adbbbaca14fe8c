import { IconFocus2, IconFocusCentered, IconMinus, IconPlus, IconRectangle, IconX } from '@tabler/icons-react'
import { use, useMemo, useRef, useState, type RefObject } from 'react'
import { lineIds, type LineId } from '../../../shared/city/types'
import { behindMsMax, liveCity, useCityFacts, useCityKnown, useSimulatedNow } from '../../state/city'
import { useConnection } from '../../state/connection'
import { countGuesses } from '../../state/guesses'
import { useGettingReady } from '../../state/ready'
import { useSettings } from '../../state/settings'
import { IconButton } from '../../ui/Button'
import { useMedia } from '../../ui/hooks'
import { useKeys } from '../../ui/keys'
import { StationCard } from './cards/StationCard'
import { TrainCard } from './cards/TrainCard'
import { homeView } from './camera'
import { CityMap, type Hover, type MapHandle } from './CityMap'
import { CityTable } from './CityTable'
import { runNumber } from './draw/plates'
import type { LineLook } from './draw/tracks'
import { metresPerPixel } from './geometry/plane'
import { HoverNote } from './HoverNote'
import { Legend } from './Legend'
import { Lens } from './Lens'
import './map.css'
import classes from './MapView.module.css'
import type { World } from './scene'
import { ScaleBar } from './ScaleBar'
import { useSelection } from './selection'
import { loadWorld, network } from './world'

/** The lens stands in the lake while the map is coarser than this, metres per pixel. */
const lensMpp = 12
/** A selected train is looked at from at least this close. */
const followZoom = 13.6
const panPx = 120

/** The city, live. */
export default function MapView() {
  const world = use(loadWorld())
  const [selection, select] = useSelection()
  const [hover, setHover] = useState<Hover | null>(null)
  const [focus, setFocus] = useState<LineId | null>(null)
  const [isFollowing, setFollowing] = useState(false)
  const [zoom, setZoom] = useState(() => homeView(window.innerWidth - 64, window.innerHeight - 80).zoom)
  const isRoomy = useMedia('(min-width: 1360px) and (min-height: 800px)')
  const [isFolded, setFolded] = useState(!isRoomy)
  const handle = useRef<MapHandle | null>(null)
  const looks = useLooks()
  const isStale = useConnection(connection => connection.state !== 'open')
  const isStarting = useGettingReady()
  const hasTrains = useCityFacts(facts => facts.trains > 0)
  const showsLens = isRoomy && metresPerPixel(zoom) > lensMpp && !isStarting
  const hasCard = selection.stationId !== null || selection.trainId !== null
  const following = isFollowing && selection.trainId !== null

  const choose = (next: { stationId?: number; trainId?: string }) => {
    setFollowing(false)
    select(next)
  }
  const follow = () => {
    if (selection.trainId === null) return
    const at = handle.current?.scene.whereIsTrain(selection.trainId)
    if (at && !following) handle.current?.camera.goTo(at, Math.max(followZoom, zoom))
    setFollowing(!following)
  }
  useMapKeys(handle, world, follow, () => {
    if (following) setFollowing(false)
    else if (hasCard) choose({})
  })
  // A shared link may point at a station that is out of sight.
  const isReady = useRef(false)
  const onReady = (next: MapHandle | null) => {
    handle.current = next
    const station = selection.stationId === null ? undefined : network.stations.get(selection.stationId)
    if (!next || isReady.current || !station) return
    isReady.current = true
    if (!next.map.getBounds().contains([station.lat, station.lon]))
      next.map.panTo([station.lat, station.lon], { animate: false })
  }

  const panelsKey = [hasCard, showsLens, isFolded, following, hasTrains, isStarting].join()
  return (
    <div className={classes.view} role="region" aria-label="Map of the city">
      <CityMap
        world={world}
        looks={looks}
        focus={focus}
        selectedStation={selection.stationId}
        selectedTrain={selection.trainId}
        hover={hover}
        isFollowing={following}
        isStale={isStale}
        panelsKey={panelsKey}
        onReady={onReady}
        onHover={setHover}
        onSelect={choose}
        onGrab={() => setFollowing(false)}
        onView={setZoom}
      />
      {hover && <HoverNote hover={hover} />}
      {!isStarting && (
        <>
          <div className={classes.left}>
            <Legend startsFolded={!isRoomy} onFocus={setFocus} onFold={setFolded} />
          </div>
          <ScaleBar zoom={zoom} left={isFolded ? 62 : 258} />
          <div className={classes.right} style={hasCard || showsLens ? undefined : { display: 'none' }}>
            {selection.stationId !== null && (
              <StationCard
                stationId={selection.stationId}
                className={classes.card!}
                onClose={() => choose({})}
                onTrain={trainId => choose({ trainId })}
              />
            )}
            {selection.trainId !== null && (
              <TrainCard
                trainId={selection.trainId}
                className={classes.card!}
                isFollowing={following}
                onFollow={follow}
                onClose={() => choose({})}
                onStation={stationId => choose({ stationId })}
              />
            )}
            {showsLens && (
              <div style={{ marginTop: 'auto' }}>
                <Lens
                  world={world}
                  looks={looks}
                  selectedStation={selection.stationId}
                  selectedTrain={selection.trainId}
                  isStale={isStale}
                  onOpen={() => handle.current?.camera.loop(world.tracks.ring)}
                />
              </div>
            )}
          </div>
          <MapControls world={world} handle={handle} isBeside={hasCard || showsLens} />
        </>
      )}
      {following && (
        <div className={classes.following} role="status" data-map-panel>
          <IconFocus2 size={15} stroke={1.6} color="var(--accent)" />
          <b>Following {runNumber(selection.trainId!)}</b> <span>drag the map to let go</span>
          <IconButton label="Stop following" hotkey="F" onClick={() => setFollowing(false)}>
            <IconX size={14} stroke={1.6} />
          </IconButton>
        </div>
      )}
      {isStarting && <StartNote looks={looks} />}
      <CityTable />
    </div>
  )
}

interface MapControlsProps {
  world: World
  handle: RefObject<MapHandle | null>
  isBeside: boolean
}

function MapControls({ world, handle, isBeside }: MapControlsProps) {
  return (
    <div className={classes.controls} role="group" aria-label="Map" data-beside={isBeside || undefined} data-map-panel>
      <IconButton label="Closer" hotkey="+" onClick={() => handle.current?.camera.zoomBy(1)}>
        <IconPlus size={16} stroke={1.6} />
      </IconButton>
      <IconButton label="Farther" hotkey="-" onClick={() => handle.current?.camera.zoomBy(-1)}>
        <IconMinus size={16} stroke={1.6} />
      </IconButton>
      <IconButton label="Whole city" hotkey="0" onClick={() => handle.current?.camera.home()}>
        <IconFocusCentered size={16} stroke={1.6} />
      </IconButton>
      <IconButton label="The Loop" hotkey="L" onClick={() => handle.current?.camera.loop(world.tracks.ring)}>
        <IconRectangle size={16} stroke={1.6} />
      </IconButton>
    </div>
  )
}

function StartNote({ looks }: { looks: Record<LineId, LineLook> }) {
  const lit = lineIds.filter(line => looks[line] === 'on').length
  return (
    <p className={classes.note}>
      A line lights up when its first record is read: {lit} of {lineIds.length}
    </p>
  )
}

function useMapKeys(handle: RefObject<MapHandle | null>, world: World, follow: () => void, escape: () => void): void {
  const camera = () => handle.current?.camera
  useKeys('Map', [
    { key: '+', also: ['='], title: 'Closer', run: () => camera()?.zoomBy(1) },
    { key: '-', title: 'Farther', run: () => camera()?.zoomBy(-1) },
    { key: '0', title: 'Whole city', run: () => camera()?.home() },
    { key: 'l', label: 'L', title: 'The Loop', run: () => camera()?.loop(world.tracks.ring) },
    { key: 'ArrowLeft', label: '←', title: 'West', run: () => camera()?.panBy(-panPx, 0) },
    { key: 'ArrowRight', label: '→', title: 'East', run: () => camera()?.panBy(panPx, 0) },
    { key: 'ArrowUp', label: '↑', title: 'North', run: () => camera()?.panBy(0, -panPx) },
    { key: 'ArrowDown', label: '↓', title: 'South', run: () => camera()?.panBy(0, panPx) },
    { key: 'f', label: 'F', title: 'Follow the selected train', run: follow },
    { key: 'Escape', label: 'Esc', title: 'Close', run: escape },
  ])
}

/** A line is stale when the map is behind and so large a share of its trains are guesses. */
const staleShare = 0.5

/** How each line is drawn: off when hidden; while the stack starts, off until something of the line was read. */
function useLooks(): Record<LineId, LineLook> {
  const hidden = useSettings(settings => settings.hiddenLines)
  const isStarting = useGettingReady()
  const isKnown = useCityKnown()
  const trainsByLine = useCityFacts(facts => facts.trainsByLine)
  const isBehind = useCityFacts(facts => (facts.behindMs ?? 0) > behindMsMax)
  const now = useSimulatedNow(1_000)
  const guesses = isBehind ? countGuesses(liveCity.trains.values(), now) : null
  const key = lineIds
    .map((line): LineLook => {
      const isLit = !(isStarting || !isKnown) || trainsByLine[line] > 0
      if (!isLit || hidden.includes(line)) return 'off'
      return guesses && guesses[line] > trainsByLine[line] * staleShare ? 'stale' : 'on'
    })
    .join()
  return useMemo(() => {
    const looks = key.split(',') as LineLook[]
    return Object.fromEntries(lineIds.map((line, i) => [line, looks[i]!])) as Record<LineId, LineLook>
  }, [key])
}
